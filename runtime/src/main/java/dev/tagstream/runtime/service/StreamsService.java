package dev.tagstream.runtime.service;

import dev.tagstream.runtime.ops.ServiceOps;
import dev.tagstream.runtime.streams.RetryPause;
import dev.tagstream.runtime.streams.ServiceFailure;
import dev.tagstream.runtime.streams.ShutdownSignal;
import dev.tagstream.runtime.streams.StreamsLife;
import dev.tagstream.runtime.streams.ThreadRecovery;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsException;
import org.jspecify.annotations.Nullable;

/**
 * A service in this process: Kafka Streams, what works for their threads beside them, and what is told over HTTP.
 *
 * <p>Starts once and closes once.
 */
public abstract class StreamsService implements AutoCloseable {
    /** For all Kafka Streams together, which are closed one after the other. */
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(60);

    private final String name;
    private final CloseOptions.GroupMembershipOperation atTheEnd;
    private final RetryPause retryPause = new RetryPause(Duration.ofMillis(500), Duration.ofSeconds(30));
    private final StreamsLife life = new StreamsLife();
    private final List<KafkaStreams> streams = new ArrayList<>();
    private volatile @Nullable ServiceOps ops;

    /**
     * @param name as sentences say it, for instance {@code trainer}
     * @param groupInstanceId name in the group to come back under; without one the service leaves its group at its end, so that
     *     a successor need not wait for the session to time out
     */
    protected StreamsService(String name, Optional<String> groupInstanceId) {
        this.name = name;
        this.atTheEnd = groupInstanceId.isPresent()
                ? CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP
                : CloseOptions.GroupMembershipOperation.LEAVE_GROUP;
    }

    /** Between attempts at something outside that gives no answer; ends with the service. */
    protected final RetryPause retryPause() {
        return retryPause;
    }

    /** Adds Kafka Streams; they start in the order in which they were added. */
    protected final void add(Topology topology, Properties config) {
        KafkaStreams made = new KafkaStreams(topology, config);
        life.follow(made);
        made.setUncaughtExceptionHandler(new ThreadRecovery(retryPause, Clock.systemUTC()));
        streams.add(made);
    }

    protected final List<KafkaStreams> streams() {
        return Collections.unmodifiableList(streams);
    }

    /** Throws {@link ServiceFailure} if topics are not there, or not as they have to be. */
    protected abstract void checkTopics();

    /** Starts to answer over HTTP; empty where nothing is to be answered. */
    protected abstract Optional<ServiceOps> openOps();

    /** Starts what works beside Kafka Streams, before these. */
    protected void startWork() {}

    /** Ends what works beside Kafka Streams, after these. */
    protected abstract void closeWork();

    /**
     * Loads the tags and starts reading; metrics and health are answered before.
     *
     * @throws ServiceFailure if brokers or topics are not there, the HTTP port is taken, or something else does not start
     */
    public final void start() {
        checkTopics();
        ops = openOps().orElse(null);
        try {
            startWork();
            streams.forEach(KafkaStreams::start); // the first returns when all tags are here
        } catch (StreamsException | IllegalStateException e) {
            throw new ServiceFailure("the %s can't start: %s".formatted(name, e.getMessage()), e);
        }
    }

    /**
     * Waits until every stream thread has its partitions and restored stores.
     *
     * @throws ServiceFailure if it fails or is closed before, or takes longer
     */
    public final void awaitRunning(Duration patience) {
        if (!life.awaitRunning(patience)) {
            throw new ServiceFailure(
                    "the %s is not running after %s: its state is %s"
                            .formatted(
                                    name,
                                    patience,
                                    streams.stream()
                                            .map(each -> each.state().name())
                                            .distinct()
                                            .collect(Collectors.joining(", "))),
                    null);
        }
    }

    /** Waits until the service was closed or has failed; false if it failed. */
    public final boolean awaitEnd() throws InterruptedException {
        life.awaitEnd();
        return !failed();
    }

    /** Whether it stopped by itself, since going on would have lost or falsified something. */
    public final boolean failed() {
        return life.failed();
    }

    /** Starts and runs until the signal or a failure; false after a failure. */
    public final boolean run(ShutdownSignal signal) throws InterruptedException {
        signal.closes(this::close);
        start();
        return awaitEnd() || signal.received();
    }

    /** Where metrics and health are answered since {@link #start}; empty if {@code http.port} says that they are not. */
    public final OptionalInt httpPort() {
        ServiceOps open = ops;
        return open == null ? OptionalInt.empty() : OptionalInt.of(open.port());
    }

    /** Commits what is finished, leaves the group unless it has a name there to come back under, and ends the work in hand. */
    @Override
    public final void close() {
        retryPause.close();
        CloseOptions options = CloseOptions.timeout(CLOSE_PATIENCE.dividedBy(Math.max(1, streams.size())))
                .withGroupMembershipOperation(atTheEnd);
        streams.forEach(each -> each.close(options));
        closeWork();
        ServiceOps open = ops;
        if (open != null) {
            open.close();
        }
        life.end();
    }
}
