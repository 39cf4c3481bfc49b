package dev.tagstream.cli.verb;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagstream.cli.bench.Figures;
import dev.tagstream.cli.io.ProgressMeter;
import dev.tagstream.cli.learn.LabelledFile;
import dev.tagstream.cli.learn.Quality;
import dev.tagstream.cli.learn.SpanColumn;
import dev.tagstream.cli.learn.Split;
import dev.tagstream.model.engine.LlamaEngine;
import dev.tagstream.model.learn.FunctionSpec;
import dev.tagstream.model.learn.LabelledTask;
import dev.tagstream.model.learn.LearnedTag;
import dev.tagstream.model.learn.LlamaLearner;
import dev.tagstream.model.learn.TrainingOptions;
import dev.tagstream.model.prompt.SpanText;
import dev.tagstream.model.tag.FunctionTag;
import dev.tagstream.model.tag.Task;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tagstream bench quality}: how well a function can be learned from a file, beside what a spreadsheet can do. */
@Command(
        name = "quality",
        description = {
            "Learn a function from a part of a file and test it on the rest, beside the mean predictor, the additive model of a",
            "spreadsheet, and with --probe a linear probe; one line of JSON each. Nothing is published."
        },
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        sortOptions = false)
final class BenchQualityCommand implements Callable<Integer> {
    private static final String RANDOM = "random";

    @Spec
    CommandSpec spec;

    @Mixin
    FunctionFlags function = new FunctionFlags();

    @Option(
            names = "--split",
            paramLabel = "KIND",
            defaultValue = RANDOM,
            description =
                    "What the test is: random rows, or cold:DOMAIN, all rows of a fifth of its data. Default: ${DEFAULT-VALUE}.")
    String split = RANDOM;

    @Option(
            names = "--split-seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of the split. Default: ${DEFAULT-VALUE}.")
    long splitSeed;

    @Option(names = "--probe", description = "Also learn a head behind rows that stay as they began.")
    boolean probe;

    @Option(names = "--no-tag", description = "Only the predictors that learn nothing of sequences.")
    boolean noTag;

    @Mixin
    TrainingFlags training = new TrainingFlags();

    @Mixin
    TagShapeFlags shape = new TagShapeFlags();

    @Override
    public Integer call() {
        Terminal terminal = Terminal.of(spec.commandLine());
        FunctionSpec wanted = function.spec();
        TrainingOptions options = shape.applied(training.plain());
        try (LlamaEngine engine = function.model.open()) {
            Split parts = split(function.file(engine), terminal);
            Quality quality = new Quality(LlamaLearner.over(engine), function.domains(engine), wanted, parts);
            print(terminal, parts, "mean", quality.meanPredictor());
            if (wanted.task() == Task.REGRESSION) {
                print(terminal, parts, "additive", quality.additiveModel());
            }
            if (probe) {
                learn(terminal, parts, quality, "probe", options.withFrozenRows());
            }
            if (!noTag) {
                learn(terminal, parts, quality, "tag", options);
            }
        }
        return ExitCode.DONE;
    }

    private Split split(LabelledFile file, Terminal terminal) {
        List<LabelledTask> examples = function.examples(file, terminal);
        if (split.equals(RANDOM)) {
            return Split.random(examples, splitSeed);
        }
        List<String> domains =
                function.spanColumns().stream().map(SpanColumn::domain).toList();
        String domain = split.replaceFirst("^cold:", "");
        int place = domains.indexOf(domain);
        if (!split.startsWith("cold:") || place < 0) {
            throw new VerbFailedException("--split is random or cold: with one of %s.".formatted(domains));
        }
        return Split.cold(examples, place, about(domain, file.texts()), splitSeed);
    }

    /** Molecules are told apart by their canonical SMILES, all other data by its tokens. */
    private static Function<SpanText, Object> about(String domain, Map<SpanText, String> texts) {
        if (!domain.equals(ScreenCommand.MOLECULE_DOMAIN)) {
            return span -> span;
        }
        CompoundCheck check = new CompoundCheck();
        return span -> {
            String text = Objects.requireNonNull(texts.get(span));
            return check.canonical(text).orElse(text);
        };
    }

    private void learn(Terminal terminal, Split parts, Quality quality, String what, TrainingOptions options) {
        LearnedTag learned;
        long start = System.nanoTime();
        try (ProgressMeter meter = terminal.meter(
                what, "examples", (long) options.epochs() * parts.train().size())) {
            learned = quality.learn(options, new TrainingMeter(meter));
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        print(terminal, parts, what, quality.of(learned.tag()), line -> {
            Figures.put(line, "seconds", seconds);
            line.put("end", learned.end().name());
        });
        if (options.offsets() && learned.tag().task() == Task.REGRESSION) {
            FunctionTag tag = quality.withOffsets(learned.tag());
            print(
                    terminal,
                    parts,
                    what + " with offsets",
                    quality.of(tag),
                    line -> line.put("offsets", tag.offsets().size()));
        }
    }

    private void print(
            Terminal terminal, Split parts, String what, Quality.OfTag result, Consumer<ObjectNode> conclusion) {
        for (Map<String, Double> member : result.members()) {
            print(terminal, parts, what, member);
        }
        ObjectNode line =
                line(parts, what + (result.members().size() > 1 ? " ensemble" : " in all"), result.ensemble());
        conclusion.accept(line);
        terminal.printLine(line, true);
    }

    private void print(Terminal terminal, Split parts, String what, Map<String, Double> metrics) {
        terminal.printLine(line(parts, what, metrics), true);
    }

    private ObjectNode line(Split parts, String what, Map<String, Double> metrics) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("bench", "quality")
                .put("function", function.name)
                .put("split", split)
                .put("predictor", what)
                .put("train", parts.train().size())
                .put("stop", parts.stop().size())
                .put("test", parts.test().size());
        new TreeMap<>(metrics).forEach((name, value) -> Figures.put(line, name, value));
        return line;
    }
}
