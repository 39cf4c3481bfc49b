package dev.tagstream.bench.swap;

import dev.tagstream.cli.bench.BenchTexts;
import dev.tagstream.cli.terminal.ProgressMeter;
import dev.tagstream.cli.terminal.Terminal;
import dev.tagstream.client.KafkaConnection;
import dev.tagstream.client.TagstreamException;
import dev.tagstream.client.files.LibraryRow;
import dev.tagstream.client.screening.RequestSender;
import dev.tagstream.client.screening.ScreeningJob;
import dev.tagstream.common.kafka.TopicScan;
import dev.tagstream.local.LocalScreening;
import dev.tagstream.local.LocalStack;
import dev.tagstream.processor.accounting.ScreeningCounters.Tally;
import dev.tagstream.schemas.Prediction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Swaps a function tag again and again under running processors: first while requests pile up before them, then while they have
 * nothing to do but single requests that show which version is in use.
 *
 * <p>Before each swap under load a number of requests is sent, and after it no more than twice that number may wait for an answer. So
 * the processors are at work whenever a version comes.
 */
final class SwapBench implements AutoCloseable {
    private static final String LIBRARY = "swaps";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LOOK = Duration.ofMillis(1);
    private static final Duration PROBING = Duration.ofMillis(5);
    private static final double NANOS = 1e9;

    private final KafkaConnection connection;
    private final SwapSite site;
    private final List<LibraryRow> compounds;
    private final Terminal terminal;
    private final BooleanSupplier stopped;
    private final SwapPublisher publisher;
    private final RequestSender sender;
    private final long firstSwap;

    /** @param site runs, with a version of {@code function} in use */
    SwapBench(
            LocalStack stack,
            SwapSite site,
            BenchTexts texts,
            String function,
            Terminal terminal,
            BooleanSupplier stopped) {
        this.connection = LocalScreening.connection(stack);
        this.site = site;
        this.compounds = texts.compounds();
        this.terminal = terminal;
        this.stopped = () -> stopped.getAsBoolean() || site.failed();
        this.firstSwap = site.tag().id().version() + 1;
        this.publisher = new SwapPublisher(connection, site.tag(), site.model());
        this.sender =
                new RequestSender(connection, new ScreeningJob(LIBRARY, List.of(function), 0, texts.targets()), 0);
    }

    /**
     * @param swaps under load
     * @param between requests before each of them
     * @param idleSwaps afterwards
     */
    SwapRun run(int swaps, int between, int idleSwaps) throws InterruptedException {
        untilAllWork();
        SwapRun.Times underLoad = underLoad(swaps, between);
        List<SwapWitness.Batch> loaded = site.batches();
        List<Double> known = new ArrayList<>();
        List<Double> idle = new ArrayList<>();
        try (ProgressMeter meter = terminal.meter("swapping while idle", "versions", idleSwaps)) {
            for (int i = 1; i <= idleSwaps; i++) {
                untilOutstanding(0);
                swapIdle(known, idle);
                meter.done(i);
            }
        }
        untilOutstanding(0);
        return new SwapRun(
                sender.sent(),
                site.books().rejected(),
                site.batches().size(),
                site.mixedBatches(),
                site.versionsUsed(),
                tally(),
                underLoad,
                loaded,
                new SwapRun.Times(known, idle));
    }

    /** Sends single requests until every processor has answered one. */
    private void untilAllWork() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (site.allUse(0).isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new TagstreamException("Not every processor has got work within %s.".formatted(PATIENCE));
            }
            send(1);
            pause(PROBING);
        }
    }

    private SwapRun.Times underLoad(int swaps, int between) throws InterruptedException {
        TreeMap<Long, Long> published = new TreeMap<>(); // nanoTime by version
        List<Double> known = new ArrayList<>();
        try (ProgressMeter meter = terminal.meter("swapping under load", "versions", swaps)) {
            for (int i = 1; i <= swaps; i++) {
                send(between);
                long start = System.nanoTime();
                long version = publisher.publishNext();
                published.put(version, start);
                untilAllKnow(version);
                known.add((System.nanoTime() - start) / NANOS);
                untilOutstanding(2L * between);
                meter.done(i);
            }
        }
        while (site.allUse(published.lastKey()).isEmpty()) {
            send(between);
            untilOutstanding(between);
        }
        List<Double> used = new ArrayList<>();
        published.forEach((version, start) -> used.add((site.allUse(version).orElseThrow() - start) / NANOS));
        return new SwapRun.Times(known, used);
    }

    private void swapIdle(List<Double> known, List<Double> idle) throws InterruptedException {
        long start = System.nanoTime();
        long version = publisher.publishNext();
        untilAllKnow(version);
        known.add((System.nanoTime() - start) / NANOS);
        while (site.allUse(version).isEmpty()) {
            send(1);
            pause(PROBING);
        }
        idle.add((site.allUse(version).getAsLong() - start) / NANOS);
    }

    private void untilAllKnow(long version) throws InterruptedException {
        while (!site.allKnow(version)) {
            pause(LOOK);
        }
    }

    /** Sends so many requests, each of its own compound, and waits until they are on the topic. */
    private void send(int requests) {
        for (int i = 0; i < requests; i++) {
            LibraryRow row = compounds.get((int) (sender.sent() % compounds.size()));
            sender.send(new LibraryRow(row.line(), row.id() + "-" + sender.sent(), row.smiles()));
        }
        sender.flush();
    }

    private void untilOutstanding(long allowed) throws InterruptedException {
        long since = System.nanoTime();
        Tally books = site.books();
        while (sender.sent() - books.predicted() - books.rejected() > allowed) {
            pause(LOOK);
            Tally now = site.books();
            if (!now.equals(books)) {
                since = System.nanoTime();
                books = now;
            } else if (System.nanoTime() - since > PATIENCE.toNanos()) {
                throw new TagstreamException("The processors have answered nothing for %s.".formatted(PATIENCE));
            }
        }
    }

    private void pause(Duration duration) throws InterruptedException {
        if (stopped.getAsBoolean()) {
            throw new TagstreamException("Stopped, or a processor has failed; then the log above says why.");
        }
        Thread.sleep(duration.toMillis());
    }

    /** Reads what is committed, once the last transaction is. */
    private SwapTally tally() throws InterruptedException {
        long expected = sender.sent() - site.books().rejected();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        SwapTally tally = new SwapTally(firstSwap);
        String topic = connection.topics().predictions().name();
        try (TopicScan reader = connection.scan(List.of(topic));
                Deserializer<Prediction> values = connection.serdes().valueDeserializer(Prediction.class)) {
            while (tally.answered() < expected && System.nanoTime() < deadline) {
                pause(LOOK);
                reader.poll(
                        Duration.ofMillis(200),
                        record -> tally.add(record.partition(), values.deserialize(topic, record.value())));
            }
            reader.renewGoal();
            reader.readToGoal(record -> tally.add(record.partition(), values.deserialize(topic, record.value())));
        }
        return tally;
    }

    @Override
    public void close() {
        publisher.close();
        sender.close();
    }
}
