package dev.tagstream.cli.bench;

import dev.tagstream.cli.options.CacheBounds;
import dev.tagstream.cli.options.ModelOptions;
import dev.tagstream.cli.options.TrainedTags;
import dev.tagstream.cli.terminal.ExitCode;
import dev.tagstream.cli.terminal.ProgressMeter;
import dev.tagstream.cli.terminal.Terminal;
import dev.tagstream.client.TagstreamException;
import dev.tagstream.client.files.CsvTable;
import dev.tagstream.model.engine.EngineOptions;
import dev.tagstream.model.engine.MatrixPeak;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tagstream bench engine}: the bare engine over a workload, one line of JSON a run. */
@Command(
        name = "engine",
        description = {
            "Measure the bare engine, without Kafka. Each run starts with an empty cache and prints one line of JSON.",
            "The peak of matrix products is this machine's own, measured before and after the run in the same type."
        },
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        sortOptions = false,
        footer = {
            "  tagstream bench engine --workload panel --verify",
            "  tagstream bench engine --workload library --model /models/llama-7b --device cuda:0 --json-only"
        })
final class BenchEngineCommand implements Callable<Integer> {
    private static final int BATCH = 512;
    private static final String SAMPLE = "200";

    /** Whether prompts go through cached spans. */
    enum Cache {
        ON,
        OFF
    }

    @Spec
    CommandSpec spec;

    @Mixin
    BenchWorkload workload;

    @Mixin
    ModelOptions model;

    @Option(
            names = "--cache",
            paramLabel = "on|off",
            defaultValue = "ON",
            description = "off runs every prompt whole, as the method is written down. Default: on.")
    Cache cache = Cache.ON;

    @Option(
            names = "--cache-bytes",
            paramLabel = "BYTES",
            split = ",",
            description =
                    "Bound of the span cache for each domain, as 1G, or DOMAIN=BYTES for one. Default: the engine's own.")
    List<String> cacheBytes = List.of();

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "" + BATCH,
            description = "Pairs given to the engine at once. Default: ${DEFAULT-VALUE}.")
    int batch = BATCH;

    @Option(
            names = "--function",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "BindingAffinity",
            description = "Function tags that every pair is scored with. Default: ${DEFAULT-VALUE}.")
    List<String> functions = List.of();

    @Option(
            names = "--members",
            paramLabel = "K",
            defaultValue = "1",
            description =
                    "Make an ensemble of K out of each function tag, the further members a little off. Default: 1.")
    int members = 1;

    @Option(
            names = "--verify",
            paramLabel = "PAIRS",
            arity = "0..1",
            fallbackValue = SAMPLE,
            description = "Compare so many pairs, evenly spread, with whole prompts in float32. Without a number: "
                    + SAMPLE + ".")
    Optional<Integer> verify = Optional.empty();

    @Option(
            names = "--output-scores",
            paramLabel = "FILE.csv",
            description = "Takes the values of the last run, with ids.")
    Optional<Path> scores = Optional.empty();

    @Option(names = "--no-peak", description = "Leave out the peak of matrix products, which takes some seconds.")
    boolean noPeak;

    @Option(names = "--json-only", description = "Say nothing on standard error.")
    boolean jsonOnly;

    @Override
    public Integer call() throws IOException {
        Terminal terminal = jsonOnly ? silent() : Terminal.of(spec.commandLine());
        check();
        EngineBench bench = bench(terminal);
        terminal.note("warming up");
        bench.warmUp();
        Optional<Agreement.Reference> reference = Optional.empty();
        Optional<MatrixPeak.Peak> before = peak(bench);
        for (int number = 1; number <= workload.repeat; number++) {
            EngineRun run = run(bench, terminal);
            Optional<MatrixPeak.Peak> after = peak(bench);
            if (reference.isEmpty()) { // not before the first run, whose memory is measured
                reference = verify.map(pairs -> reference(bench, pairs, terminal));
            }
            EngineLine line =
                    new EngineLine(bench, number, run, better(before, after), reference.map(known -> known.with(run)));
            terminal.note(line.sentence());
            terminal.printLine(line.json(), true);
            before = after;
            if (number == workload.repeat && scores.isPresent()) {
                ScoresFile.write(scores.get(), bench, run);
            }
        }
        return ExitCode.DONE;
    }

    private Terminal silent() {
        return new Terminal(spec.commandLine().getOut(), new PrintWriter(Writer.nullWriter()), false);
    }

    private void check() {
        scores.ifPresent(CsvTable::checkPlace);
        BenchWorkload.requirePositive("--batch", batch);
        BenchWorkload.requirePositive("--members", members);
        workload.check();
        verify.ifPresent(count -> BenchWorkload.requirePositive("--verify", count));
        if (workload.kind == PairPlan.Kind.SPANS && (verify.isPresent() || scores.isPresent() || cache == Cache.OFF)) {
            throw new TagstreamException(
                    "The workload spans scores nothing: leave out --verify, --output-scores and --cache off.");
        }
    }

    private EngineBench bench(Terminal terminal) throws IOException {
        EngineOptions defaults = model.device.engine();
        Path folder = model.folder();
        EngineSetup setup = new EngineSetup(
                folder,
                defaults.withSpanCache(CacheBounds.parse(cacheBytes, defaults.spanCache())),
                cache == Cache.ON,
                engine ->
                        Ensembles.of(TrainedTags.with(functions, folder, engine).tags(), members),
                functions);
        BenchTexts given = workload.inputs.read();
        BenchTexts usable = EngineBench.tokenizable(setup, given);
        int lost = given.compounds().size()
                - usable.compounds().size()
                + given.targets().size()
                - usable.targets().size();
        if (lost > 0) {
            terminal.note("left out %,d texts that the tokenizer has no tokens for".formatted(lost));
        }
        if (usable.compounds().isEmpty() || usable.targets().isEmpty()) {
            throw new TagstreamException("There is no compound, or no target, that the tokenizer has tokens for.");
        }
        BenchTexts texts = workload.inputs.meeting(workload.kind, usable);
        PairPlan plan = new PairPlan(
                workload.kind, texts.compounds().size(), texts.targets().size(), batch);
        return new EngineBench(setup, texts, plan, batch);
    }

    private static Agreement.Reference reference(EngineBench bench, int pairs, Terminal terminal) {
        try (ProgressMeter meter = terminal.meter(
                "verifying", "pairs", Math.min(pairs, bench.plan().pairs()))) {
            return Agreement.Reference.compute(bench, pairs, meter::done);
        }
    }

    private static EngineRun run(EngineBench bench, Terminal terminal) {
        try (ProgressMeter meter =
                terminal.meter("scoring", "pairs", bench.plan().pairs())) {
            return bench.run(meter::done);
        }
    }

    private Optional<MatrixPeak.Peak> peak(EngineBench bench) {
        return noPeak
                ? Optional.empty()
                : Optional.of(MatrixPeak.measure(bench.setup().options()));
    }

    private static Optional<MatrixPeak.Peak> better(Optional<MatrixPeak.Peak> one, Optional<MatrixPeak.Peak> other) {
        return Stream.of(one, other)
                .flatMap(Optional::stream)
                .max(Comparator.comparingDouble(MatrixPeak.Peak::flopsPerSecond));
    }
}
