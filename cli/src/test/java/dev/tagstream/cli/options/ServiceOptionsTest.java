package dev.tagstream.cli.options;

import static dev.tagstream.runtime.engines.EngineSettings.MODEL_DIR;
import static dev.tagstream.runtime.streams.KafkaSettings.BOOTSTRAP_SERVERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.cli.model.EmbeddedModel;
import dev.tagstream.common.wire.KeyFiles;
import dev.tagstream.processor.ProcessorSettings;
import dev.tagstream.runtime.config.Settings;
import dev.tagstream.runtime.streams.KafkaSettings;
import dev.tagstream.runtime.tags.TagKeySettings;
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
        Settings settings = resolve(Map.of());

        assertThat(settings.get(MODEL_DIR)).isEqualTo(EmbeddedModel.folder());
        assertThat(settings.get(BOOTSTRAP_SERVERS)).isEqualTo("localhost:9092");
        assertThat(KafkaSettings.registry(settings))
                .containsEntry("schema.registry.url", "http://localhost:8081/apis/ccompat/v7");
    }

    @Test
    void leavesToTheFileWhatNoOptionSays() throws IOException {
        Settings settings = resolve(Map.of(), "--config", file());

        assertThat(settings.get(MODEL_DIR)).isEqualTo(Path.of("from-file"));
        assertThat(settings.get(BOOTSTRAP_SERVERS)).isEqualTo("file:1");
        assertThat(KafkaSettings.registry(settings)).containsEntry("schema.registry.url", "http://file:2");
    }

    @Test
    void leavesToTheEnvironmentWhatNoOptionSaysAndTakesItBeforeTheFile() throws IOException {
        assertThat(resolve(ENVIRONMENT, "--config", file()).get(MODEL_DIR)).isEqualTo(Path.of("from-environment"));
    }

    @Test
    void takesAnOptionBeforeEnvironmentAndFileAndASettingBeforeAnOption() throws IOException {
        String[] options = {"--config", file(), "--model", "from-option", "--bootstrap-server", "option:1"};
        assertThat(resolve(ENVIRONMENT, options).get(MODEL_DIR)).isEqualTo(Path.of("from-option"));
        assertThat(resolve(ENVIRONMENT, options).get(BOOTSTRAP_SERVERS)).isEqualTo("option:1");
        assertThat(resolve(ENVIRONMENT, "--model", "from-option", "--set", "model.dir=from-set")
                        .get(MODEL_DIR))
                .isEqualTo(Path.of("from-set"));
    }

    @Test
    void passesOnWhatTheClientsFileSays() throws IOException {
        Path clients = Files.writeString(
                folder.resolve("clients.properties"),
                "bootstrap.servers=clients:1\nsecurity.protocol=SSL\nregistry.basic.auth.user.info=user:word\n");

        Settings settings = resolve(Map.of(), "--command-config", clients.toString());

        assertThat(settings.get(BOOTSTRAP_SERVERS)).isEqualTo("clients:1");
        assertThat(KafkaSettings.clients(settings)).isEqualTo(Map.of("security.protocol", "SSL"));
        assertThat(KafkaSettings.registry(settings)).containsEntry("basic.auth.user.info", "user:word");
    }

    @Test
    void takesTheClientsFileAndTheTrustedKeysFromTheEnvironmentsFile() throws IOException {
        Path keys = KeyFiles.generate(folder.resolve("tags.key"));
        Path clients = Files.writeString(
                folder.resolve("clients.properties"),
                "bootstrap.servers=clients:1\nregistry.schema.registry.url=https://clients:2\ntag.trusted.keys=" + keys
                        + "\n");

        Settings settings = resolve(Map.of("TAGSTREAM_COMMAND_CONFIG", clients.toString()));

        assertThat(settings.get(BOOTSTRAP_SERVERS)).isEqualTo("clients:1");
        assertThat(KafkaSettings.registry(settings)).containsEntry("schema.registry.url", "https://clients:2");
        assertThat(TagKeySettings.trust(settings).asksForSignatures()).isTrue();
        assertThat(KafkaSettings.clients(settings)).isEmpty();
    }

    private String file() throws IOException {
        return Files.writeString(
                        folder.resolve("processor.properties"),
                        "model.dir=from-file\nbootstrap.servers=file:1\nschema.registry.url=http://file:2\n")
                .toString();
    }

    private static Settings resolve(Map<String, String> environment, String... arguments) {
        ServiceOptions options = new ServiceOptions();
        new CommandLine(options).parseArgs(arguments);
        return ProcessorSettings.CATALOGUE.resolve(options.sources(environment));
    }
}
