package dev.tagstream.bench.quality;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagstream.cli.bench.Figures;
import dev.tagstream.cli.learn.FunctionFlags;
import dev.tagstream.cli.learn.LabelledFile;
import dev.tagstream.cli.learn.SpanColumn;
import dev.tagstream.cli.learn.TagShapeFlags;
import dev.tagstream.cli.learn.TrainingFlags;
import dev.tagstream.cli.learn.TrainingMeter;
import dev.tagstream.cli.terminal.ExitCode;
import dev.tagstream.cli.terminal.ProgressMeter;
import dev.tagstream.cli.terminal.Terminal;
import dev.tagstream.model.engine.LlamaEngine;
import dev.tagstream.model.learn.LabelledTask;
import dev.tagstream.model.learn.LearnedTag;
import dev.tagstream.model.learn.LlamaLearner;
import dev.tagstream.model.learn.TrainingOptions;
import dev.tagstream.tags.FunctionSpec;
import dev.tagstream.tags.Task;
import dev.tagstream.tags.prompt.SpanText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tagstream bench quality}: how well a function can be learned from a file, beside what a spreadsheet can do. */
@Command(
        name = "quality",
        description = {
            "Learn a function from a part of a file and test it on the rest, beside what a chemist would try: the mean, the median, the",
            "additive model of a spreadsheet, shrunken offsets alone, of three spans and more also of each pair of data, a Gaussian",
            "process on ECFP4 substructures of molecules and 3-mers of proteins, and with --probe ridge regression on mean states.",
            "All learn from the same rows and choose their settings by the same others, in the same search.",
            "The line `tag` is what `train function` makes without further options; whatever else is asked for is named behind it,",
            "and what --deep, --low-rank and --read-rows give stands beside a tag without them.",
            "When all are done each has a line of JSON, which names the predictors it is better than beyond noise (95 %% interval of a",
            "paired bootstrap over the test rows, or over the molecules and proteins that these share). Nothing is published."
        },
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        sortOptions = false,
        footer = {
            "  tagstream bench quality Solubility --data esol.csv --span SMILES=smiles --value logS --unit logS --probe"
        })
public final class BenchQualityCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Mixin
    FunctionFlags function = new FunctionFlags();

    @Mixin
    SplitFlags split = new SplitFlags();

    @Option(
            names = "--probe",
            description =
                    "Also fit a linear probe without tags: ridge regression on the model's mean states of each span's data.")
    boolean probe;

    @Option(names = "--no-tag", description = "Only the predictors that learn nothing of sequences.")
    boolean noTag;

    @Option(
            names = "--apart",
            description =
                    "With several of --deep, --low-rank and --read-rows learn a tag with each of them in place of one with all.")
    boolean apart;

    @Mixin
    TrainingFlags training = new TrainingFlags();

    @Mixin
    TagShapeFlags shape = new TagShapeFlags();

    @Override
    public Integer call() {
        Terminal terminal = Terminal.of(spec.commandLine());
        FunctionSpec wanted = function.spec();
        List<TrainingOptions> tags = noTag ? List.of() : tags();
        split.check(function.spanColumns().stream().map(SpanColumn::domain).collect(Collectors.toSet()));
        try (LlamaEngine engine = function.model.open()) {
            LabelledFile file = function.file(engine);
            List<LabelledTask> examples = function.examples(file, terminal);
            SpanIdentity about = new SpanIdentity(file.texts());
            Split parts = split.of(examples, about);
            boolean numbers = wanted.task() == Task.REGRESSION;
            Baselines baselines = new Baselines(wanted, parts);
            List<Tested> tested = baselines(terminal, baselines, numbers, file.texts(), about);
            if (probe) {
                tested.addAll(baselines.probe(engine, shape.offsets));
            }
            if (!tags.isEmpty()) {
                Quality quality = new Quality(LlamaLearner.over(engine), function.domains(engine), wanted, parts);
                tags.forEach(options -> tested.addAll(learned(terminal, parts, quality, options, numbers)));
            }
            Contest contest = new Contest(wanted.task(), parts.test(), about, tested);
            tested.forEach(one -> terminal.printLine(line(parts, one, contest, numbers), true));
        }
        return ExitCode.DONE;
    }

    private List<TrainingOptions> tags() {
        TrainingOptions wanted = shape.applied(training.plain());
        return Stream.concat(Stream.of(shape.plain(wanted)), apart ? shape.apart(wanted).stream() : Stream.of(wanted))
                .distinct()
                .toList();
    }

    private List<Tested> baselines(
            Terminal terminal, Baselines baselines, boolean numbers, Map<SpanText, String> texts, SpanIdentity about) {
        List<Tested> tested = new ArrayList<>(List.of(baselines.mean()));
        if (numbers) {
            tested.addAll(List.of(baselines.median(), baselines.additive(), baselines.offsetsAlone()));
            tested.addAll(baselines.pairMeans());
        }
        long start = System.nanoTime();
        baselines
                .kernel(texts, about)
                .ifPresentOrElse(
                        kernel -> tested.add(kernel.with(Map.of("seconds", (System.nanoTime() - start) / 1e9))),
                        () -> terminal.note(
                                "kernel: left out, as there are too many different data, or no exact label."));
        return tested;
    }

    private List<Tested> learned(
            Terminal terminal, Split parts, Quality quality, TrainingOptions options, boolean numbers) {
        String name = TagName.of(options);
        LearnedTag learned;
        long start = System.nanoTime();
        try (ProgressMeter meter = terminal.meter(
                name, "examples", (long) options.epochs() * parts.train().size())) {
            learned = quality.learn(options, new TrainingMeter(meter));
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        terminal.note("%s: learned in %.0f s, ended by %s."
                .formatted(name, seconds, learned.end().name().toLowerCase(Locale.ROOT)));
        List<Tested> tested = new ArrayList<>(quality.of(name, learned.tag()));
        if (options.offsets() && numbers) {
            tested.addAll(quality.withOffsets(name + " with offsets", learned.tag()));
        }
        return tested.stream().map(one -> one.with(Map.of("seconds", seconds))).toList();
    }

    private ObjectNode line(Split parts, Tested tested, Contest contest, boolean numbers) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("bench", "quality")
                .put("function", function.name)
                .put("split", split.kind)
                .put("splitSeed", split.seed)
                .put("seed", training.seed)
                .put("predictor", tested.name())
                .put("train", parts.train().size())
                .put("stop", parts.stop().size())
                .put("test", parts.test().size());
        new TreeMap<>(tested.figures()).forEach((name, value) -> Figures.put(line, name, value));
        contest.resampled().forEach(line.putArray("resampled")::add);
        contest.beaten(tested).forEach(line.putArray("betterThan")::add);
        if (numbers) {
            contest.beatenInAbsoluteError(tested).forEach(line.putArray("closerThan")::add);
        }
        return line;
    }
}
