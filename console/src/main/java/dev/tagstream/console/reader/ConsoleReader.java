package dev.tagstream.console.reader;

import dev.tagstream.console.state.ConsoleState;
import dev.tagstream.schemas.AvroSerdes;
import dev.tagstream.schemas.RegistryUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The console's one thread: reads topics into the state, asks for the group, and shows what is known every second.
 *
 * <p>Assumes: whoever is shown a view is done with its state when it returns.
 *
 * <p>Guarantees: keeps at most half a core busy, so that reading up on a day does not slow the service down that it runs in; goes on by
 * itself when brokers or registry are back; no record counts twice or is left out meanwhile.
 */
public final class ConsoleReader implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ConsoleReader.class);

    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration BETWEEN_VIEWS = Duration.ofSeconds(1);
    private static final Duration BETWEEN_GROUPS = Duration.ofSeconds(5);
    private static final Duration BETWEEN_SEARCHES = Duration.ofSeconds(30); // for new partitions
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(1);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final ConsoleState state = new ConsoleState();
    private final InstantSource clock;
    private final Instant since;
    private final TopicFollower topics;
    private final GroupReader groups;
    private final Consumer<Snapshot> shown;
    private final Thread thread;
    private final Turn search = new Turn(BETWEEN_SEARCHES);
    private final Turn group = new Turn(BETWEEN_GROUPS);
    private final Turn view = new Turn(BETWEEN_VIEWS);
    private Optional<ConsumerGroupView> known = Optional.empty();
    private Optional<String> problem = Optional.empty();
    private volatile boolean closed;

    private ConsoleReader(
            Installation installation,
            Duration history,
            int recordMaxBytes,
            InstantSource clock,
            Consumer<Snapshot> shown) {
        this.clock = clock;
        this.since = clock.instant().minus(history);
        this.shown = shown;
        TopicRoutes keeping = new TopicRoutes(state, new AvroSerdes(installation.registry()), clock, recordMaxBytes);
        this.topics = new TopicFollower(TopicFollower.consumer(installation), keeping.topics(installation.topics()));
        this.groups = GroupReader.open(installation);
        this.thread = new Thread(this::run, "console");
        thread.setDaemon(true);
    }

    /**
     * Starts to read.
     *
     * @param history how far back requests and outcomes are read
     * @param recordMaxBytes of a request that the processors take
     * @param shown is called on the reader's own thread
     */
    public static ConsoleReader start(
            Installation installation, Duration history, int recordMaxBytes, Consumer<Snapshot> shown) {
        ConsoleReader reader = new ConsoleReader(installation, history, recordMaxBytes, InstantSource.system(), shown);
        reader.thread.start();
        return reader;
    }

    private void run() {
        try {
            while (!closed) {
                step();
            }
        } catch (InterruptedException | InterruptException e) {
            log.debug("The console was told to end", e);
        } finally {
            Thread.interrupted(); // which Kafka's exception sets again, and closing would end at
            closeReaders();
        }
    }

    private void closeReaders() {
        try (groups;
                topics) {
            log.debug("The console ends");
        } catch (InterruptException e) {
            log.debug("The console was told to end once more", e);
        }
    }

    private void step() throws InterruptedException {
        try {
            if (search.isDue()) {
                topics.findPartitions(since);
                search.done();
            }
            read();
            if (group.isDue()) {
                group.done();
                known = Optional.of(groups.read());
                problem = Optional.empty();
            }
        } catch (InterruptException e) {
            throw e;
        } catch (RuntimeException e) {
            problem = Optional.of(told(e));
            log.debug("The console can't go on for now", e);
            show();
            Thread.sleep(AFTER_TROUBLE.toMillis());
        }
        if (view.isDue()) {
            show();
        }
    }

    /** Rests as long as it worked. */
    private void read() throws InterruptedException {
        long start = System.nanoTime();
        int records = topics.poll(POLL);
        if (records > 0) {
            long worked = System.nanoTime() - start;
            Thread.sleep(Duration.ofNanos(worked).toMillis());
        }
    }

    private void show() {
        view.done();
        shown.accept(new Snapshot(clock.instant(), since, state, known, problem, topics.behind(), topics.unreadable()));
    }

    private static String told(RuntimeException e) {
        if (e instanceof RegistryUnavailableException) {
            return "The schema registry gives no answer, so new records can't be read. Reading goes on when it does.";
        }
        if (e instanceof AuthorizationException) {
            return "The console may not read all it shows (%s). docs/acls.md has the rights that it needs."
                    .formatted(e.getMessage());
        }
        return e instanceof KafkaException
                ? "The brokers give no answer, so figures are old. Reading goes on when they do."
                : "The console failed at something unexpected and tries again; the service's log at level DEBUG says at what.";
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(CLOSE_PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Something that is done again and again, at some distance. */
    private static final class Turn {
        private final long between; // nanoseconds
        private long next = System.nanoTime();

        private Turn(Duration between) {
            this.between = between.toNanos();
        }

        private boolean isDue() {
            return System.nanoTime() - next >= 0;
        }

        private void done() {
            next = System.nanoTime() + between;
        }
    }
}
