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
import dev.tagstream.client.TagstreamException;
import dev.tagstream.client.screening.CompoundCheck;
import dev.tagstream.model.engine.LlamaEngine;
import dev.tagstream.model.learn.LabelledTask;
import dev.tagstream.model.learn.LearnedTag;
import dev.tagstream.model.learn.LinearProbe;
import dev.tagstream.model.learn.LlamaLearner;
import dev.tagstream.model.learn.TrainingOptions;
import dev.tagstream.tags.Domain;
import dev.tagstream.tags.FunctionSpec;
import dev.tagstream.tags.Task;
import dev.tagstream.tags.prompt.SpanText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tagstream bench quality}: how well a function can be learned from a file, beside what a spreadsheet can do. */
@Command(
        name = "quality",
        description = {
            "Learn a function from a part of a file and test it on the rest, beside the mean, the median, the additive model of a",
            "spreadsheet, shrunken offsets alone, and with --probe a linear probe. When all are done each has a line of JSON,",
            "which names the predictors it is better than beyond noise (95 %% interval of a paired bootstrap over the test rows).",
            "Nothing is published."
        },
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        sortOptions = false,
        footer = {
            "  tagstream bench quality Solubility --data esol.csv --span SMILES=smiles --value logS --unit logS --probe"
        })
public final class BenchQualityCommand implements Callable<Integer> {
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
                    "What the test is: random prompts; cold:DOMAIN, all rows of a fifth of its data; or cold-pair:DOMAIN, all rows of a"
                            + " fifth of what stands together, as pairs of drugs. Default: ${DEFAULT-VALUE}.")
    String split = RANDOM;

    @Option(
            names = "--split-seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of the split. Default: ${DEFAULT-VALUE}.")
    long splitSeed;

    @Option(
            names = "--probe",
            description =
                    "Also fit a linear probe without tags: ridge regression on the model's mean states of each span's data.")
    boolean probe;

    @Option(names = "--no-tag", description = "Only the predictors that learn nothing of sequences.")
    boolean noTag;

    @Option(
            names = "--plain",
            description =
                    "Beside a tag with --deep, --low-rank or --read-rows learn one without them, from the same split and seed.")
    boolean plain;

    @Option(
            names = "--apart",
            description =
                    "As --plain, and with several of the three learn a tag with each of them in place of one with all.")
    boolean apart;

    @Option(
            names = "--sample",
            paramLabel = "N",
            defaultValue = "0",
            description = "Use N rows alone, drawn with --split-seed; 0 for all. Default: ${DEFAULT-VALUE}.")
    int sample;

    @Mixin
    TrainingFlags training = new TrainingFlags();

    @Mixin
    TagShapeFlags shape = new TagShapeFlags();

    @Override
    public Integer call() {
        Terminal terminal = Terminal.of(spec.commandLine());
        FunctionSpec wanted = function.spec();
        List<TrainingOptions> tags = tags();
        try (LlamaEngine engine = function.model.open()) {
            Split parts = split(function.file(engine), terminal);
            Quality quality = new Quality(LlamaLearner.over(engine), function.domains(engine), wanted, parts);
            boolean numbers = wanted.task() == Task.REGRESSION;
            List<Tested> tested = new ArrayList<>(List.of(quality.mean()));
            if (numbers) {
                tested.addAll(List.of(quality.median(), quality.additive(), quality.offsetsAlone()));
            }
            if (probe) {
                tested.addAll(probed(engine, quality, numbers));
            }
            tags.forEach(options -> tested.addAll(learned(terminal, parts, quality, options, numbers)));
            Contest contest = new Contest(wanted.task(), parts.test(), tested);
            tested.forEach(one -> terminal.printLine(line(parts, one, contest, numbers), true));
        }
        return ExitCode.DONE;
    }

    /** Of the tags to learn. */
    private List<TrainingOptions> tags() {
        if (sample < 0) {
            throw new TagstreamException("--sample must be at least 1, or 0 for all rows.");
        }
        TrainingOptions wanted = shape.applied(training.plain());
        List<TrainingOptions> tags = new ArrayList<>();
        if (!noTag && (plain || apart)) {
            tags.add(shape.plain(wanted));
        }
        if (!noTag) {
            tags.addAll(apart ? shape.apart(wanted) : List.of(wanted));
        }
        return tags.stream().distinct().toList();
    }

    private Split split(LabelledFile file, Terminal terminal) {
        List<LabelledTask> examples = sampled(function.examples(file, terminal));
        Function<SpanText, Object> about = about(file.texts());
        if (split.equals(RANDOM)) {
            return Split.random(examples, about, splitSeed);
        }
        Set<String> domains =
                function.spanColumns().stream().map(SpanColumn::domain).collect(Collectors.toCollection(TreeSet::new));
        String domain = split.replaceFirst("^cold(-pair)?:", "");
        if (!split.startsWith("cold") || !domains.contains(domain)) {
            throw new TagstreamException("--split is random, cold: or cold-pair: with one of %s.".formatted(domains));
        }
        return split.startsWith("cold-pair:")
                ? Split.coldTogether(examples, domain, about, splitSeed)
                : Split.cold(examples, domain, about, splitSeed);
    }

    private List<LabelledTask> sampled(List<LabelledTask> examples) {
        if (sample == 0 || sample >= examples.size()) {
            return examples;
        }
        List<LabelledTask> shuffled = new ArrayList<>(examples);
        Collections.shuffle(shuffled, new Random(splitSeed));
        return shuffled.subList(0, sample);
    }

    /** Molecules are told apart by their canonical SMILES, all other data by its tokens. */
    private static Function<SpanText, Object> about(Map<SpanText, String> texts) {
        CompoundCheck check = new CompoundCheck();
        Map<SpanText, Object> known = new HashMap<>();
        return span -> span.domain().equals(Domain.SMILES.name())
                ? known.computeIfAbsent(span, unseen -> {
                    String text = Objects.requireNonNull(texts.get(unseen));
                    return check.canonical(text).orElse(text);
                })
                : span;
    }

    private List<Tested> probed(LlamaEngine engine, Quality quality, boolean numbers) {
        LinearProbe fitted = quality.probe(engine);
        return numbers && shape.offsets
                ? List.of(quality.of(fitted), quality.withOffsets(fitted))
                : List.of(quality.of(fitted));
    }

    private List<Tested> learned(
            Terminal terminal, Split parts, Quality quality, TrainingOptions options, boolean numbers) {
        String name = TagShapeFlags.name(options);
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
        return tested.stream()
                .map(one -> Quality.with(one, Map.of("seconds", seconds)))
                .toList();
    }

    private ObjectNode line(Split parts, Tested tested, Contest contest, boolean numbers) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("bench", "quality")
                .put("function", function.name)
                .put("split", split)
                .put("splitSeed", splitSeed)
                .put("seed", training.seed)
                .put("predictor", tested.name())
                .put("train", parts.train().size())
                .put("stop", parts.stop().size())
                .put("test", parts.test().size());
        new TreeMap<>(tested.figures()).forEach((name, value) -> Figures.put(line, name, value));
        contest.beaten(tested).forEach(line.putArray("betterThan")::add);
        if (numbers) {
            contest.beatenInAbsoluteError(tested).forEach(line.putArray("closerThan")::add);
        }
        return line;
    }
}
