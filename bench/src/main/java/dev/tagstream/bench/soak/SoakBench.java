package dev.tagstream.bench.soak;

import dev.tagstream.cli.bench.BenchTexts;
import dev.tagstream.cli.terminal.Terminal;
import dev.tagstream.client.TagstreamException;
import dev.tagstream.client.files.LibraryRow;
import dev.tagstream.client.files.Target;
import dev.tagstream.client.screening.RequestId;
import dev.tagstream.client.screening.RequestSender;
import dev.tagstream.client.screening.ScreeningJob;
import dev.tagstream.processor.ProcessorSettings;
import dev.tagstream.runtime.engines.EngineSettings;
import dev.tagstream.schemas.RequestLane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Keeps more requests before a processor than it may hold, for a long time, and looks at it all the while. One thread sends, reads what
 * is committed, and looks.
 */
final class SoakBench implements AutoCloseable {
    private static final String LIBRARY = "soak";
    private static final String SINGLES = "singles";
    private static final Duration TURN = Duration.ofMillis(20);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Of an engine: two are out, and what was scored meanwhile may not be sent yet. */
    private static final int BATCHES_PENDING = 4;

    private static final double NANOS = 1e9;

    private final SoakSite site;
    private final List<LibraryRow> compounds;
    private final List<Target> targets;
    private final long wanted;
    private final Duration every;
    private final Terminal terminal;
    private final BooleanSupplier stopped;
    private final SoakCounts counts = new SoakCounts();
    private final OutcomeReader outcomes;
    private final RequestSender sender;
    private final Singles singles;
    private final RequestSender singleSender;
    private final List<SoakSample> samples = new ArrayList<>();
    private final long startNanos = System.nanoTime();
    private long lookNanos = startNanos;
    private long sampleNanos;
    private long singleNanos = startNanos;
    private long compoundsSent;
    private long singlesSent;
    private long mostPending;
    private long largestBatch;
    private long missedLooks;

    /**
     * Molecules that somebody waits for, each against one target.
     *
     * @param lane by which they go
     * @param every time between two
     */
    record Singles(RequestLane lane, Duration every) {}

    /**
     * @param wanted requests that wait for their outcome all the time
     * @param every time between two samples
     */
    SoakBench(
            SoakSite site,
            BenchTexts texts,
            String function,
            long wanted,
            Singles singles,
            Duration every,
            Terminal terminal,
            BooleanSupplier stopped) {
        this.site = site;
        this.compounds = texts.compounds();
        this.targets = texts.targets();
        this.wanted = wanted;
        this.every = every;
        this.sampleNanos = startNanos + every.toNanos();
        this.terminal = terminal;
        this.stopped = stopped;
        this.outcomes = new OutcomeReader(site.connection(), counts);
        this.sender = new RequestSender(site.connection(), new ScreeningJob(LIBRARY, List.of(function), 0, targets), 0);
        this.singles = singles;
        ScreeningJob single = new ScreeningJob(SINGLES, List.of(function), 0, targets.subList(0, 1));
        this.singleSender = new RequestSender(site.connection(), single, 0, singles.lane());
    }

    SoakRun run(Duration length) throws InterruptedException {
        while (System.nanoTime() - startNanos < length.toNanos()) {
            fill();
            sendSingleIfDue();
            outcomes.poll(TURN);
            lookIfDue();
        }
        sender.flush();
        singleSender.flush();
        drain();
        double seconds = (System.nanoTime() - startNanos) / NANOS;
        outcomes.readAll();
        return new SoakRun(seconds, singles.lane(), wanted, counts, samples, missedLooks, mostPending, pendingBound());
    }

    /** Sends compounds, each against all targets, until enough requests wait. */
    private void fill() {
        while (counts.waiting() < wanted) {
            LibraryRow row = compounds.get((int) (compoundsSent % compounds.size()));
            String compound = row.id() + "-" + compoundsSent++;
            long now = System.nanoTime();
            targets.forEach(target -> counts.sent(RequestId.of(LIBRARY, compound, target.id()), now));
            sender.send(new LibraryRow(row.line(), compound, row.smiles()));
        }
    }

    private void sendSingleIfDue() {
        long now = System.nanoTime();
        if (now >= singleNanos) {
            singleNanos = now + singles.every().toNanos();
            LibraryRow row = compounds.get((int) (singlesSent % compounds.size()));
            String compound = row.id() + "-" + singlesSent++;
            counts.sentSingle(RequestId.of(SINGLES, compound, targets.get(0).id()), now);
            singleSender.send(new LibraryRow(row.line(), compound, row.smiles()));
        }
    }

    /** Reads until nothing waits any more, or nothing has come for long. */
    private void drain() throws InterruptedException {
        long since = System.nanoTime();
        while (counts.waiting() > 0 && System.nanoTime() - since < PATIENCE.toNanos()) {
            if (outcomes.poll(TURN) > 0) {
                since = System.nanoTime();
            }
            lookIfDue();
        }
    }

    private void lookIfDue() throws InterruptedException {
        if (stopped.getAsBoolean()) {
            throw new TagstreamException("Stopped.");
        }
        long now = System.nanoTime();
        if (now < lookNanos) {
            return;
        }
        lookNanos = now + BETWEEN_LOOKS.toNanos();
        site.metrics().ifPresentOrElse(metrics -> enter(now, metrics), () -> missedLooks++);
    }

    private void enter(long now, SoakMetrics metrics) {
        mostPending = Math.max(mostPending, metrics.pending());
        largestBatch = Math.max(largestBatch, metrics.largestBatch());
        if (now >= sampleNanos) {
            sampleNanos = now + every.toNanos();
            SoakSample sample = new SoakSample(
                    (now - startNanos) / NANOS, site.process(), metrics, counts.waiting(), counts.answered());
            samples.add(sample);
            terminal.note(sample.line());
        }
    }

    /** What fits into the queue, and what is with the engines or comes from them. */
    private long pendingBound() {
        int engines = EngineSettings.options(site.settings()).size();
        return ProcessorSettings.queueBounds(site.settings()).allRecords()
                + (long) BATCHES_PENDING * engines * largestBatch;
    }

    @Override
    public void close() {
        sender.close();
        singleSender.close();
        outcomes.close();
    }
}
