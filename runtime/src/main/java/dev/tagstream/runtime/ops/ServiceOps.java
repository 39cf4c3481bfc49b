package dev.tagstream.runtime.ops;

import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.streams.KafkaStreams;

/** Answers over HTTP how one service stands: its metrics, whether it lives and is ready, and what it has still to do. */
public final class ServiceOps implements AutoCloseable {
    private static final Set<KafkaStreams.State> FAILED =
            Set.of(KafkaStreams.State.PENDING_ERROR, KafkaStreams.State.ERROR);

    private final List<KafkaStreams> streams;
    private final ServiceMetrics metrics;
    private final List<KafkaStreamsMetrics> streamsMetrics;
    private final Runnable closeReaders;
    private final OpsServer server;

    /**
     * Starts to answer, before the service is ready.
     *
     * @param metrics with the service's own metrics; closed with this
     * @param streams all have to run before the service is ready
     * @param conditions that have to hold beside
     * @param lag what the service has still to do
     * @param further pages at the same port
     * @param closeReaders ends what metrics and pages are read with
     * @throws dev.tagstream.runtime.streams.ServiceFailure if the address can't be had
     */
    public ServiceOps(
            InetSocketAddress address,
            ServiceMetrics metrics,
            List<KafkaStreams> streams,
            Supplier<List<Condition>> conditions,
            Supplier<OpsResponse> lag,
            Routes further,
            Runnable closeReaders) {
        this.metrics = metrics;
        this.streams = List.copyOf(streams);
        this.streamsMetrics = streams.stream().map(KafkaStreamsMetrics::new).toList();
        this.closeReaders = closeReaders;
        streamsMetrics.forEach(metrics::bind);
        metrics.bindProcess();
        try {
            this.server = OpsServer.open(
                    address,
                    Routes.of(Map.of(
                                    "/metrics", () -> OpsResponse.metrics(metrics.scrape()),
                                    "/health/live", () -> OpsResponse.health(List.of(alive())),
                                    "/health/ready", () -> OpsResponse.health(ready(conditions.get())),
                                    "/lag", lag))
                            .and(further));
        } catch (RuntimeException e) {
            closeAllButServer();
            throw e;
        }
    }

    public int port() {
        return server.port();
    }

    private Condition alive() {
        return new Condition(
                "streams", streams.stream().map(KafkaStreams::state).noneMatch(FAILED::contains), states());
    }

    private List<Condition> ready(List<Condition> conditions) {
        boolean running = streams.stream().map(KafkaStreams::state).allMatch(KafkaStreams.State.RUNNING::equals);
        return Stream.concat(conditions.stream(), Stream.of(new Condition("streams", running, states())))
                .toList();
    }

    /** Of all Kafka Streams, each name once. */
    private String states() {
        return streams.stream().map(each -> each.state().name()).distinct().collect(Collectors.joining(", "));
    }

    @Override
    public void close() {
        server.close();
        closeAllButServer();
    }

    private void closeAllButServer() {
        streamsMetrics.forEach(KafkaStreamsMetrics::close);
        closeReaders.run();
        metrics.close();
    }
}
