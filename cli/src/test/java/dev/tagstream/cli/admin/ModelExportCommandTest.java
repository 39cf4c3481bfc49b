package dev.tagstream.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.cli.CommandRun;
import dev.tagstream.cli.model.EmbeddedModel;
import dev.tagstream.cli.terminal.ExitCode;
import dev.tagstream.model.checkpoint.Checkpoint;
import dev.tagstream.model.checkpoint.LlamaConfig;
import dev.tagstream.model.engine.EngineOptions;
import dev.tagstream.model.program.TorchScriptArchive;
import dev.tagstream.tags.file.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelExportCommandTest {
    private static final Path MODEL = EmbeddedModel.folder();
    private static final Path CONFIG = MODEL.resolve("config.json");

    @TempDir
    Path folder;

    private final CommandRun run = new CommandRun();

    @Test
    void writesTheProgramThatTheEngineLoads() throws IOException {
        Path out = folder.resolve("llama.pt");
        assertThat(export("--checkpoint", MODEL, "--out", out, "--dtype", "float32"))
                .isEqualTo(ExitCode.DONE);
        byte[] loaded = TorchScriptArchive.pack(
                Checkpoint.open(MODEL), EngineOptions.DEFAULT.device(), EngineOptions.DEFAULT.dtype());
        assertThat(out).hasBinaryContent(loaded);
        assertThat(run.out()).isEqualTo("Wrote %s, %,d bytes.%n".formatted(out, loaded.length));
    }

    @Test
    void writesTheProgramOfAnArchitectureInTheTypeAskedFor() throws IOException {
        Path out = folder.resolve("llama.pt");
        assertThat(export("--config", CONFIG, "--out", out, "--dtype", "bfloat16"))
                .isEqualTo(ExitCode.DONE);
        assertThat(out)
                .hasBinaryContent(TorchScriptArchive.pack(
                        LlamaConfig.read(CONFIG), EngineOptions.DEFAULT.device(), TensorType.BF16));
    }

    @Test
    void storesTheEntriesThatTorchScriptReads() throws IOException {
        Path out = folder.resolve("llama.pt");
        export("--config", CONFIG, "--out", out);
        try (ZipFile zip = new ZipFile(out.toFile())) {
            assertThat(zip.stream().map(ZipEntry::getName))
                    .containsExactlyInAnyOrder(
                            "llama/data.pkl", "llama/code/__torch__.py", "llama/constants.pkl", "llama/version");
            assertThat(zip.stream().map(ZipEntry::getMethod)).containsOnly(ZipEntry.STORED);
        }
    }

    @Test
    void saysInASentenceWhatCannotBeExported() throws IOException {
        Path out = folder.resolve("llama.pt");
        assertThat(export("--checkpoint", folder.resolve("none"), "--out", out)).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).startsWith("tagstream: ").contains("none: no such folder");
        Path other = Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"gpt2\"}");
        assertThat(export("--config", other, "--out", out)).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("model_type \"gpt2\" is not supported, only \"llama\"");
        assertThat(export("--config", CONFIG, "--out", out, "--dtype", "int8")).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).isEqualTo("tagstream: --dtype int8 is not float32, bfloat16 or auto.\n");
        assertThat(export("--config", CONFIG, "--out", folder)).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).isEqualTo("tagstream: %s is a folder; name a file to write.%n".formatted(folder));
        assertThat(out).doesNotExist();
    }

    @Test
    void asksForACheckpointOrAConfig() {
        assertThat(export("--out", folder.resolve("llama.pt"))).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("--checkpoint", "--config");
        assertThat(export("--checkpoint", MODEL, "--config", CONFIG, "--out", folder.resolve("llama.pt")))
                .isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("mutually exclusive");
    }

    private int export(Object... options) {
        String[] arguments = new String[options.length + 2];
        arguments[0] = "model";
        arguments[1] = "export";
        for (int i = 0; i < options.length; i++) {
            arguments[i + 2] = options[i].toString();
        }
        return run.execute(arguments);
    }
}
