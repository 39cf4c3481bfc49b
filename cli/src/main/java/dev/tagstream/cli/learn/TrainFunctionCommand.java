package dev.tagstream.cli.learn;

import dev.tagstream.cli.terminal.ExitCode;
import dev.tagstream.cli.terminal.ProgressMeter;
import dev.tagstream.cli.terminal.Terminal;
import dev.tagstream.client.TagstreamException;
import dev.tagstream.client.files.CsvTable;
import dev.tagstream.client.tags.TagFile;
import dev.tagstream.common.wire.Provenance;
import dev.tagstream.common.wire.TagCodec;
import dev.tagstream.common.wire.TagReading;
import dev.tagstream.model.engine.LlamaEngine;
import dev.tagstream.model.learn.LearnedTag;
import dev.tagstream.model.learn.LlamaLearner;
import dev.tagstream.model.learn.Metrics;
import dev.tagstream.model.learn.Slices;
import dev.tagstream.model.learn.TrainingOptions;
import dev.tagstream.schemas.TagVersion;
import dev.tagstream.tags.DomainTag;
import dev.tagstream.tags.FunctionSpec;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.TagId;
import dev.tagstream.tags.TagSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tagstream train function}: stages 2 and 3, a function tag from labelled rows. */
@Command(
        name = "function",
        description = {
            "Learn a function tag from labelled rows, in one domain or across several (stages 2 and 3 of Tag-LLM), domain tags frozen.",
            "A slice of the rows is held out by what they are about and tells how good the tag is; of the others, one in seven tells",
            "when to stop."
        },
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        sortOptions = false,
        footer = {
            "  tagstream train function Solubility --data esol.csv --span SMILES=smiles --value logS --unit logS --out s.avro",
            "  tagstream tags import s.avro"
        })
final class TrainFunctionCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Mixin
    FunctionFlags function = new FunctionFlags();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            required = true,
            description = "Takes the tag, for `tagstream tags import`.")
    Path out;

    @Option(
            names = "--start",
            paramLabel = "FILE",
            description =
                    "Go on from this tag, a file of `tags export` or of --out, instead of a new one. Its rows and members"
                            + " stay as many; what else the options ask for is added.")
    Optional<Path> start = Optional.empty();

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description = {
                "Keep where the run stands in this file, and go on from it if it is there.",
                "It is removed at the end."
            })
    Optional<Path> checkpoint = Optional.empty();

    @Option(
            names = "--held-out",
            paramLabel = "SHARE",
            defaultValue = "0.1",
            description =
                    "Share of the rows that the tag is judged by, and that is used for nothing else. Default: ${DEFAULT-VALUE}.")
    double heldOut;

    @Mixin
    TrainingFlags training = new TrainingFlags();

    @Mixin
    TagShapeFlags shape = new TagShapeFlags();

    @Override
    public Integer call() throws IOException {
        Terminal terminal = Terminal.of(spec.commandLine());
        CsvTable.checkPlace(out);
        FunctionSpec wanted = function.spec();
        TrainingOptions options = shape.applied(training.plain());
        try (LlamaEngine engine = function.model.open()) {
            TagSet domains = function.domains(engine);
            Slices slices = Slices.of(function.examples(engine, terminal), heldOut);
            LearnedTag learned = learn(terminal, engine, wanted, domains, slices, options);
            Map<String, Double> metrics = Metrics.of(
                    wanted.task(),
                    LlamaLearner.over(engine).predict(learned.tag(), domains, slices.heldOut()),
                    slices.heldOut());
            TagFile.write(out, version(engine, wanted, domains, learned, metrics));
            if (checkpoint.isPresent()) {
                Files.deleteIfExists(checkpoint.get());
            }
            terminal.print("%s: learned from %,d rows, ended by %s; on %,d held-out rows %s."
                    .formatted(
                            wanted.name(),
                            learned.examples(),
                            learned.end().name().toLowerCase(Locale.ROOT),
                            slices.heldOut().size(),
                            metrics.isEmpty() ? "nothing can be told" : shown(metrics)));
            terminal.note("Wrote %s; `tagstream tags import %s` puts it in use.".formatted(out, out));
        }
        return ExitCode.DONE;
    }

    private LearnedTag learn(
            Terminal terminal,
            LlamaEngine engine,
            FunctionSpec wanted,
            TagSet domains,
            Slices slices,
            TrainingOptions options) {
        Optional<FunctionTag> beginning = start.map(file -> read(file, engine));
        long examples = (long) options.epochs() * slices.learned().size();
        try (ProgressMeter meter = terminal.meter("training", "examples", examples)) {
            return LlamaLearner.over(engine)
                    .learn(
                            wanted,
                            domains,
                            beginning,
                            slices.learned(),
                            slices.stopping(),
                            options,
                            new TrainingMeter(meter),
                            checkpoint);
        } catch (IllegalArgumentException e) {
            throw new TagstreamException("%s: %s.".formatted(function.data, e.getMessage()), e);
        }
    }

    private static FunctionTag read(Path file, LlamaEngine engine) {
        TagReading reading = TagCodec.fromWire(
                TagFile.read(file),
                engine.modelFingerprint(),
                engine.tokenizerFingerprint(),
                engine.width(),
                engine.layers());
        if (reading instanceof TagReading.AcceptedFunction accepted) {
            return accepted.tag();
        }
        throw new TagstreamException(
                reading instanceof TagReading.Refused refused
                        ? "%s: %s.".formatted(file, refused.reason())
                        : "%s holds no function tag.".formatted(file));
    }

    private TagVersion version(
            LlamaEngine engine, FunctionSpec wanted, TagSet domains, LearnedTag learned, Map<String, Double> metrics) {
        List<TagId> parents = wanted.template().domains().stream()
                .distinct()
                .map(domain -> domains.domain(domain).map(DomainTag::id).orElseThrow())
                .toList();
        return TagCodec.toWire(
                learned.tag().withId(new TagId(wanted.name(), 1, "")),
                new Provenance(
                        engine.modelFingerprint(),
                        engine.tokenizerFingerprint(),
                        parents,
                        metrics,
                        learned.examples(),
                        "trained from " + function.data.getFileName(),
                        Instant.now()));
    }

    private static String shown(Map<String, Double> metrics) {
        return new TreeMap<>(metrics)
                .entrySet().stream()
                        .map(metric -> String.format(Locale.ROOT, "%s %.3f", metric.getKey(), metric.getValue()))
                        .collect(Collectors.joining(", "));
    }
}
