package dev.tagstream.cli.learn;

import dev.tagstream.cli.options.ModelOptions;
import dev.tagstream.cli.options.TrainedTags;
import dev.tagstream.cli.terminal.Terminal;
import dev.tagstream.client.TagstreamException;
import dev.tagstream.client.files.SkippedRows;
import dev.tagstream.model.engine.LlamaEngine;
import dev.tagstream.model.learn.LabelledTask;
import dev.tagstream.tags.FunctionSpec;
import dev.tagstream.tags.TagSet;
import dev.tagstream.tags.Task;
import dev.tagstream.tags.prompt.PromptTemplate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options that say what function is learned, and from what. */
public final class FunctionFlags {
    @Parameters(paramLabel = "NAME", description = "Name of the function, for instance BindingAffinity.")
    public String name = "";

    @Option(names = "--data", paramLabel = "CSV", required = true, description = "Labelled rows; also .gz.")
    Path data;

    @Option(
            names = "--span",
            paramLabel = "DOMAIN=COLUMN",
            description =
                    "Column with the data of a span, in the order of the prompt; again for each span. Default: SMILES=smiles.")
    List<String> spans = List.of("SMILES=smiles");

    @Option(
            names = "--value",
            paramLabel = "COLUMN",
            defaultValue = "value",
            description = "Column with the label. Default: ${DEFAULT-VALUE}.")
    String value = "value";

    @Option(
            names = "--relation",
            paramLabel = "COLUMN",
            description = "Column with =, < or >; or write it before the label.")
    Optional<String> relation = Optional.empty();

    @Option(
            names = "--unit",
            paramLabel = "UNIT",
            defaultValue = "",
            description = "Unit of the label, for instance pKi.")
    String unit = "";

    @Option(
            names = "--classes",
            paramLabel = "NAME",
            split = ",",
            description = "Learn classes: their names, with commas, in the order of their numbers from 0.")
    List<String> classes = List.of();

    @Option(
            names = "--template",
            paramLabel = "TEXT",
            description =
                    "Prompt. Default: {bos}, each span with a new line behind it, and {function}. \\n stands for a new line.")
    @Nullable String template;

    @Option(
            names = "--tags",
            paramLabel = "DIR",
            description = "Folder with the domain tags. Default: the checkpoint's own.")
    Optional<Path> tags = Optional.empty();

    @Mixin
    public ModelOptions model = new ModelOptions();

    public FunctionSpec spec() {
        try {
            PromptTemplate prompt =
                    PromptTemplate.parse(template == null ? usualTemplate() : template.replace("\\n", "\n"));
            requireAPlaceForEachSpan(prompt);
            return new FunctionSpec(
                    name,
                    classes.isEmpty() ? Task.REGRESSION : Task.CLASSIFICATION,
                    unit.isEmpty() && !classes.isEmpty() ? "class" : unit,
                    classes,
                    prompt);
        } catch (IllegalArgumentException e) {
            throw new TagstreamException(sentence(e), e);
        }
    }

    /** What has no place in the prompt would be read, and told apart by, and never seen by the model. */
    private void requireAPlaceForEachSpan(PromptTemplate prompt) {
        List<String> given =
                spanColumns().stream().map(SpanColumn::domain).sorted().toList();
        List<String> named = prompt.domains().stream().sorted().toList();
        if (!given.equals(named)) {
            throw new IllegalArgumentException(
                    "--span gives %s and --template asks for %s; each needs what the other has"
                            .formatted(given, named));
        }
    }

    private String usualTemplate() {
        return spanColumns().stream()
                .map(span -> "{%s}\n".formatted(span.domain()))
                .collect(Collectors.joining("", "{bos}", "{function}"));
    }

    public List<SpanColumn> spanColumns() {
        try {
            return spans.stream().map(SpanColumn::parse).toList();
        } catch (IllegalArgumentException e) {
            throw new TagstreamException(sentence(e), e);
        }
    }

    private static String sentence(IllegalArgumentException e) {
        return e.getMessage() + ".";
    }

    /** The domain tags to learn with, all that the prompt names. */
    public TagSet domains(LlamaEngine engine) {
        Path folder = tags.orElseGet(model::folder);
        TagSet found = TrainedTags.of(folder, engine)
                .orElseThrow(() -> new TagstreamException(
                        "%s holds no domain tags; `tagstream train domain` makes them.".formatted(folder)))
                .tags();
        for (SpanColumn span : spanColumns()) {
            if (found.domain(span.domain()).isEmpty()) {
                throw new TagstreamException("%s holds no domain tag %s; `tagstream train domain %s` makes one."
                        .formatted(folder, span.domain(), span.domain()));
            }
        }
        return found;
    }

    /** The file of examples, not read yet. */
    public LabelledFile file(LlamaEngine engine) {
        return new LabelledFile(engine, domains(engine), name, spanColumns(), classes);
    }

    /** All usable rows of the file; the others are told on the terminal. */
    public List<LabelledTask> examples(LlamaEngine engine, Terminal terminal) {
        return examples(file(engine), terminal);
    }

    public List<LabelledTask> examples(LabelledFile file, Terminal terminal) {
        SkippedRows skipped = new SkippedRows();
        List<LabelledTask> examples = new ArrayList<>(file.read(data, value, relation, skipped::add));
        skipped.lines().forEach(terminal::note);
        if (examples.isEmpty()) {
            throw new TagstreamException("%s holds no usable row.".formatted(data));
        }
        return examples;
    }
}
