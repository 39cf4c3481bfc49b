package dev.tagstream.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.cli.model.EmbeddedModel;
import dev.tagstream.common.wire.KeyFiles;
import dev.tagstream.processor.ProcessorConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ServiceOptionsTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("TAGSTREAM_MODEL_DIR", "from-environment");

    @TempDir
    Path folder;

    @Test
    void takesTheEmbeddedModelAndTheUsualPortsWhereNobodySaysAnything() {
        ProcessorConfig config = resolve(Map.of());

        assertThat(config.modelDir()).isEqualTo(EmbeddedModel.folder());
        assertThat(config.bootstrapServers()).isEqualTo("localhost:9092");
        assertThat(config.registry()).containsEntry("schema.registry.url", "http://localhost:8081/apis/ccompat/v7");
    }

    @Test
    void leavesToTheFileWhatNoOptionSays() throws IOException {
        ProcessorConfig config = resolve(Map.of(), "--config", file());

        assertThat(config.modelDir()).isEqualTo(Path.of("from-file"));
        assertThat(config.bootstrapServers()).isEqualTo("file:1");
        assertThat(config.registry()).containsEntry("schema.registry.url", "http://file:2");
    }

    @Test
    void leavesToTheEnvironmentWhatNoOptionSaysAndTakesItBeforeTheFile() throws IOException {
        assertThat(resolve(ENVIRONMENT, "--config", file()).modelDir()).isEqualTo(Path.of("from-environment"));
    }

    @Test
    void takesAnOptionBeforeEnvironmentAndFileAndASettingBeforeAnOption() throws IOException {
        String[] options = {"--config", file(), "--model", "from-option", "--bootstrap-server", "option:1"};
        assertThat(resolve(ENVIRONMENT, options).modelDir()).isEqualTo(Path.of("from-option"));
        assertThat(resolve(ENVIRONMENT, options).bootstrapServers()).isEqualTo("option:1");
        assertThat(resolve(ENVIRONMENT, "--model", "from-option", "--set", "model.dir=from-set")
                        .modelDir())
                .isEqualTo(Path.of("from-set"));
    }

    @Test
    void passesOnWhatTheClientsFileSays() throws IOException {
        Path clients = Files.writeString(
                folder.resolve("clients.properties"),
                "bootstrap.servers=clients:1\nsecurity.protocol=SSL\nregistry.basic.auth.user.info=user:word\n");

        ProcessorConfig config = resolve(Map.of(), "--command-config", clients.toString());

        assertThat(config.bootstrapServers()).isEqualTo("clients:1");
        assertThat(config.kafka()).isEqualTo(Map.of("security.protocol", "SSL"));
        assertThat(config.registry()).containsEntry("basic.auth.user.info", "user:word");
    }

    @Test
    void takesTheClientsFileAndTheTrustedKeysFromTheEnvironmentsFile() throws IOException {
        Path keys = KeyFiles.generate(folder.resolve("tags.key"));
        Path clients = Files.writeString(
                folder.resolve("clients.properties"),
                "bootstrap.servers=clients:1\nregistry.schema.registry.url=https://clients:2\ntag.trusted.keys=" + keys
                        + "\n");

        ProcessorConfig config = resolve(Map.of("TAGSTREAM_COMMAND_CONFIG", clients.toString()));

        assertThat(config.bootstrapServers()).isEqualTo("clients:1");
        assertThat(config.registry()).containsEntry("schema.registry.url", "https://clients:2");
        assertThat(config.tagTrust().asksForSignatures()).isTrue();
        assertThat(config.kafka()).isEmpty();
    }

    private String file() throws IOException {
        return Files.writeString(
                        folder.resolve("processor.properties"),
                        "model.dir=from-file\nbootstrap.servers=file:1\nschema.registry.url=http://file:2\n")
                .toString();
    }

    private static ProcessorConfig resolve(Map<String, String> environment, String... arguments) {
        ServiceOptions options = new ServiceOptions();
        new CommandLine(options).parseArgs(arguments);
        return ProcessorConfig.resolve(options.sources(environment));
    }
}
