package dev.tagstream.local.demo;

import dev.tagstream.cli.terminal.ProgressMeter;
import dev.tagstream.client.RecordSender;
import dev.tagstream.client.TagstreamException;
import dev.tagstream.client.files.LibraryRow;
import dev.tagstream.client.screening.LibraryLedger;
import dev.tagstream.client.screening.RequestSender;
import dev.tagstream.client.screening.ScreeningJob;
import dev.tagstream.client.tags.NewFunction;
import dev.tagstream.client.tags.VerdictReader;
import dev.tagstream.local.LocalTrainer;
import dev.tagstream.local.demo.VirtualAssay.Measurement;
import dev.tagstream.schemas.AssayResult;
import dev.tagstream.schemas.Better;
import dev.tagstream.schemas.GateOutcome;
import dev.tagstream.schemas.GateVerdict;
import dev.tagstream.tags.Domain;
import dev.tagstream.tags.FunctionSpec;
import dev.tagstream.tags.Task;
import dev.tagstream.tags.prompt.PromptTemplate;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The demo's second part: a function that nobody has a tag for is learned from results, batch by batch, and then used. */
final class DemoLearning {
    private static final String FUNCTION = "PolarSurface";
    private static final String LIBRARY_ID = "demo-polar-surface";
    private static final int BATCHES = 3;

    /** Given only where the gate has let no version pass before. */
    private static final int MORE_BATCHES = 1;

    private static final int FIRST_BATCH = 700;
    private static final int LATER_BATCH = 200;
    private static final int TOP = 10;
    private static final Duration BUDGET = Duration.ofSeconds(25);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    /** A round for each batch, whole; and a tag that a few hundred steps change visibly. */
    private static final Map<String, String> SETTINGS = Map.of(
            "round.min.results", String.valueOf(FIRST_BATCH),
            "round.min.new.results", String.valueOf(LATER_BATCH),
            "round.budget.ms", String.valueOf(BUDGET.toMillis()),
            "tag.rows", "8",
            "tag.read.rows", "8",
            "train.learning.rate", "0.02",
            "accuracy.max.pairs", "0");

    private final DemoStage stage;
    private final List<Measurement> measured;

    DemoLearning(DemoStage stage, List<LibraryRow> library) {
        this.stage = stage;
        this.measured = new VirtualAssay().measure(library);
    }

    /**
     * @param lastBegin when, by {@link System#nanoTime}, the last batch is given that is not needed
     * @return the books of the library that the newest version has scored
     * @throws TagstreamException if the trainer makes nothing of the results
     */
    Optional<LibraryLedger> run(long lastBegin) throws InterruptedException {
        stage.terminal().print("");
        stage.terminal()
                .note(
                        ("now a function without a tag: %s, the topological polar surface area; its results come from a virtual"
                                        + " assay: CDK computes them, no laboratory has measured them")
                                .formatted(FUNCTION));
        declare();
        LearnedVersions versions = learn(lastBegin);
        if (stage.halted()) {
            return Optional.empty();
        }
        stage.terminal().print(versions.table());
        if (versions.newest() == 0) {
            throw new TagstreamException(
                    "No candidate for %s passed the gate. A round learns for %d s; where other work keeps"
                                    .formatted(FUNCTION, BUDGET.toSeconds())
                            + " this machine busy, that is too little: run the demo again when it is not.");
        }
        return Optional.of(screen(versions.newest()));
    }

    /** As {@code tagstream tags create} does. */
    private void declare() {
        FunctionSpec spec = new FunctionSpec(
                FUNCTION,
                Task.REGRESSION,
                VirtualAssay.UNIT,
                List.of(),
                PromptTemplate.parse(NewFunction.usualTemplate(List.of(Domain.SMILES.name()))));
        new NewFunction(spec, Better.UNSAID, false, false).declare(stage.connection());
    }

    private LearnedVersions learn(long lastBegin) throws InterruptedException {
        LearnedVersions versions = new LearnedVersions();
        try (LocalTrainer trainer = LocalTrainer.start(stage.screening(), stage.model(), SETTINGS);
                VerdictReader verdicts = new VerdictReader(stage.connection(), FUNCTION)) {
            stage.terminal().note("the trainer is running");
            for (int batch = 0; batch < BATCHES + MORE_BATCHES && !stage.halted(); batch++) {
                boolean wanted = batch < BATCHES && System.nanoTime() - lastBegin < 0;
                if (batch == 0 || wanted || versions.newest() == 0) {
                    feed(batch);
                    follow(trainer, verdicts).ifPresent(verdict -> tell(versions, verdict));
                }
            }
        }
        return versions;
    }

    private static int begin(int batch) {
        return batch == 0 ? 0 : FIRST_BATCH + (batch - 1) * LATER_BATCH;
    }

    private void feed(int batch) {
        List<Measurement> next = measured.subList(begin(batch), begin(batch + 1));
        String topic = stage.connection().topics().assayResults().name();
        try (RecordSender<AssayResult> sender = new RecordSender<>(stage.connection(), topic)) {
            next.forEach(measurement -> sender.send(FUNCTION, measurement.result(FUNCTION)));
            sender.flush();
        }
        stage.terminal().note("sent %,d results of the virtual assay".formatted(next.size()));
    }

    /** Empty if the demo is stopped. */
    private Optional<GateVerdict> follow(LocalTrainer trainer, VerdictReader verdicts) {
        long start = System.nanoTime();
        try (ProgressMeter meter = stage.terminal().meter("learning", "s", BUDGET.toSeconds())) {
            while (!stage.halted()) {
                Optional<GateVerdict> verdict = verdicts.next(BETWEEN_LOOKS);
                if (verdict.isPresent()) {
                    return verdict;
                }
                Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
                if (elapsed.compareTo(PATIENCE) > 0 || trainer.failed()) {
                    throw new TagstreamException("The trainer has given no verdict on %s after %d s."
                            .formatted(FUNCTION, elapsed.toSeconds()));
                }
                trainer.progress().ifPresent(now -> meter.remark("%,d examples seen".formatted(now.examplesSeen())));
                meter.done(Math.min(BUDGET.toSeconds(), elapsed.toSeconds()));
            }
        }
        return Optional.empty();
    }

    private void tell(LearnedVersions versions, GateVerdict verdict) {
        if (verdict.getOutcome() == GateOutcome.FAILED) {
            throw new TagstreamException("Learning %s failed: %s.".formatted(FUNCTION, verdict.getReason()));
        }
        versions.add(verdict);
        stage.terminal().note(LearnedVersions.sentence(verdict));
    }

    private LibraryLedger screen(long version) throws InterruptedException {
        awaitUse(version);
        ScreeningJob job = new ScreeningJob(LIBRARY_ID, List.of(FUNCTION), measured.size(), List.of());
        try (RequestSender sender = new RequestSender(stage.connection(), job, job.requests())) {
            measured.forEach(measurement -> sender.send(measurement.molecule()));
            sender.flush();
        }
        stage.terminal().note("sent %s, to be scored by version %d".formatted(job.summary(), version));
        LibraryLedger ledger = stage.follow(job);
        if (!stage.halted()) {
            report(ledger, version);
        }
        return ledger;
    }

    private void awaitUse(long version) throws InterruptedException {
        long start = System.nanoTime();
        while (!stage.halted() && stage.version(FUNCTION) < version) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new TagstreamException(
                        "The processor has not taken over version %d of %s.".formatted(version, FUNCTION));
            }
            Thread.sleep(BETWEEN_LOOKS.toMillis());
        }
    }

    private void report(LibraryLedger ledger, long version) {
        int given = begin(BATCHES + MORE_BATCHES);
        LearnedRanking ranking = new LearnedRanking(
                ledger.ranked().getOrDefault(FUNCTION, List.of()), measured, measured.subList(given, measured.size()));
        if (!ranking.isAllOf(version)) {
            throw new TagstreamException(
                    "Predictions of %s carry another version than %d.".formatted(FUNCTION, version));
        }
        stage.terminal().print("");
        stage.terminal().print(ranking.top(TOP));
        stage.terminal().print("");
        ranking.r2().ifPresent(r2 -> stage.terminal()
                .print(String.format(
                        Locale.ROOT,
                        "version %d on the %,d molecules that no batch held: R2 %.3f against the virtual assay (TPSA by CDK)",
                        version,
                        measured.size() - given,
                        r2)));
    }
}
