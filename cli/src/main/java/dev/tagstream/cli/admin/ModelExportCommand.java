package dev.tagstream.cli.admin;

import dev.tagstream.cli.options.DeviceOptions;
import dev.tagstream.cli.terminal.ExitCode;
import dev.tagstream.cli.terminal.Terminal;
import dev.tagstream.client.files.CsvTable;
import dev.tagstream.client.files.UnusableInputException;
import dev.tagstream.model.checkpoint.Checkpoint;
import dev.tagstream.model.checkpoint.LlamaConfig;
import dev.tagstream.model.engine.EngineOptions;
import dev.tagstream.model.program.TorchScriptArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tagstream model export}: writes the program that the engine runs to a file, for {@code torch.jit.load}. */
@Command(
        name = "export",
        description = {
            "Write the TorchScript program that the engine runs, as PyTorch's torch.jit.load reads it.",
            "It holds no weights: for --checkpoint it maps them from their files, for --config its caller gives them to it."
        },
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        sortOptions = false,
        footer = {"  tagstream model export --checkpoint /models/llama-7b --device cuda:0 --out engine.pt"})
final class ModelExportCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    Source source;

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "Takes the archive.")
    Path out;

    @Mixin
    DeviceOptions device = new DeviceOptions();

    /** What the program is made for: one of the two is there. */
    static final class Source {
        @Option(
                names = "--checkpoint",
                paramLabel = "DIR",
                description = "LLaMA checkpoint in Hugging Face layout, whose files must stay in place.")
        Optional<Path> checkpoint = Optional.empty();

        @Option(
                names = "--config",
                paramLabel = "FILE",
                description = "config.json of an architecture; the program gets its weights through its method put.")
        Optional<Path> config = Optional.empty();
    }

    @Override
    public Integer call() {
        EngineOptions options = device.engine();
        byte[] archive = source.checkpoint
                .map(folder -> TorchScriptArchive.pack(Checkpoint.open(folder), options.device(), options.dtype()))
                .orElseGet(() -> TorchScriptArchive.pack(
                        LlamaConfig.read(source.config.orElseThrow()), options.device(), options.dtype()));
        write(archive);
        Terminal.of(spec.commandLine()).print("Wrote %s, %,d bytes.".formatted(out, archive.length));
        return ExitCode.DONE;
    }

    private void write(byte[] archive) {
        CsvTable.checkPlace(out);
        try {
            Files.write(out, archive);
        } catch (IOException e) {
            throw new UnusableInputException("%s can't be written: no permission, or no room.".formatted(out));
        }
    }
}
