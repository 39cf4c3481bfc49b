package dev.tagstream.cli.admin;

import dev.tagstream.cli.model.EmbeddedModel;
import dev.tagstream.cli.model.RandomModel;
import dev.tagstream.cli.options.DeviceOptions;
import dev.tagstream.cli.terminal.ExitCode;
import dev.tagstream.cli.terminal.ProgressMeter;
import dev.tagstream.cli.terminal.Terminal;
import dev.tagstream.client.TagstreamException;
import dev.tagstream.client.files.UnusableInputException;
import dev.tagstream.model.checkpoint.RandomCheckpoint;
import dev.tagstream.model.tokenizer.Vocabulary;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tagstream model random}: an untrained model of any size, for measuring what that size costs. */
@Command(
        name = "random",
        description = {
            "Write an untrained model of any size with untrained tags, for measuring what that size costs here.",
            "The same options and seed make the same model on every machine. The default has 206 million weights."
        },
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        sortOptions = false,
        footer = {
            "  tagstream model random model-200m",
            "  tagstream model random model-7b --hidden 4096 --layers 32 --intermediate 11008 --dtype bfloat16"
        })
final class ModelRandomCommand implements Callable<Integer> {
    /** LLaMA's own rule for the width of its MLP (arXiv 2302.13971, section 2.2) goes to the next multiple of this. */
    private static final int MLP_MULTIPLE = 256;

    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "The folder to write, new or empty.")
    Path folder;

    @Option(
            names = "--hidden",
            paramLabel = "N",
            defaultValue = "1024",
            description = "Width. Default: ${DEFAULT-VALUE}.")
    int hidden;

    @Option(
            names = "--layers",
            paramLabel = "N",
            defaultValue = "16",
            description = "Blocks. Default: ${DEFAULT-VALUE}.")
    int layers;

    @Option(
            names = "--intermediate",
            paramLabel = "N",
            description = "Width of the MLP. Default: 8/3 of the width, to the next multiple of 256 (2816 for 1024).")
    Optional<Integer> intermediate = Optional.empty();

    @Option(names = "--heads", paramLabel = "N", description = "Query heads. Default: width / head dimension.")
    Optional<Integer> heads = Optional.empty();

    @Option(
            names = "--kv-heads",
            paramLabel = "N",
            description = "Key and value heads. Default: as many as query heads.")
    Optional<Integer> keyValueHeads = Optional.empty();

    @Option(
            names = "--head-dim",
            paramLabel = "N",
            defaultValue = "64",
            description = "Width of a head. Default: ${DEFAULT-VALUE}.")
    int headDim;

    @Option(
            names = "--positions",
            paramLabel = "N",
            defaultValue = "2048",
            description = "Longest prompt, of which a protein may take half. Default: ${DEFAULT-VALUE}.")
    int positions;

    @Option(
            names = "--vocab-from",
            paramLabel = "DIR",
            description = "Folder with the tokenizer.json to take. Default: mini-llama's, one token a character.")
    Optional<Path> tokenizer = Optional.empty();

    @Option(
            names = "--function",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "BindingAffinity",
            description = "Function tags to make, several with commas. Default: ${DEFAULT-VALUE}.")
    List<String> functions = List.of();

    @Option(
            names = "--tag-rows",
            paramLabel = "N",
            defaultValue = "10",
            description = "Rows of each tag. Default: ${DEFAULT-VALUE}.")
    int tagRows;

    @Option(
            names = "--dtype",
            paramLabel = "TYPE",
            defaultValue = "bfloat16",
            description = "How weights are stored, float32 or bfloat16. Default: ${DEFAULT-VALUE}.")
    String dtype = "bfloat16";

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
    long seed;

    @Override
    public Integer call() {
        Terminal terminal = Terminal.of(spec.commandLine());
        RandomModel model = model();
        long weights = model.checkpoint().weights();
        try (ProgressMeter meter = terminal.meter("writing", "weights", weights)) {
            prepareFolder();
            model.write(folder, meter::done);
        } catch (FileAlreadyExistsException e) {
            throw new UnusableInputException("%s is a file; name a folder.".formatted(folder));
        } catch (AccessDeniedException e) {
            throw new UnusableInputException("%s can't be written: no permission.".formatted(folder));
        } catch (IOException e) { // a full disk, say
            throw new UnusableInputException("%s can't be written: %s.".formatted(folder, e.getMessage()));
        }
        terminal.print(String.format(Locale.ROOT, "Wrote %s: %,d weights in %s.", folder, weights, dtype));
        return ExitCode.DONE;
    }

    private RandomModel model() {
        if (functions.stream().anyMatch(String::isBlank)
                || functions.size() != Set.copyOf(functions).size()) {
            throw new TagstreamException("--function needs names that differ.");
        }
        if (tagRows < 1) {
            throw new TagstreamException("--tag-rows is %d, and a tag has at least one row.".formatted(tagRows));
        }
        Path tokenizerFolder = tokenizer.orElseGet(EmbeddedModel::folder);
        Vocabulary vocabulary = Vocabulary.read(tokenizerFolder.resolve("tokenizer.json"));
        int queryHeads = heads.orElse(headDim > 0 ? hidden / headDim : 0);
        RandomCheckpoint.Shape shape = new RandomCheckpoint.Shape(
                hidden,
                layers,
                intermediate.orElseGet(this::usualIntermediate),
                queryHeads,
                keyValueHeads.orElse(queryHeads),
                headDim,
                positions,
                vocabulary.size(),
                vocabulary.bosTokenId());
        RandomCheckpoint checkpoint =
                new RandomCheckpoint(shape, DeviceOptions.type(dtype, "float32 or bfloat16"), seed);
        return new RandomModel(checkpoint, tokenizerFolder, functions, tagRows);
    }

    private int usualIntermediate() {
        int eightThirds = Math.toIntExact(8L * hidden / 3);
        return (eightThirds + MLP_MULTIPLE - 1) / MLP_MULTIPLE * MLP_MULTIPLE;
    }

    private void prepareFolder() throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.list(folder)) {
            if (files.findAny().isPresent()) {
                throw new UnusableInputException("%s is not empty; name a new folder.".formatted(folder));
            }
        }
    }
}
