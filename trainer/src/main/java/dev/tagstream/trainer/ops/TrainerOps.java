package dev.tagstream.trainer.ops;

import dev.tagstream.runtime.ops.Answer;
import dev.tagstream.runtime.ops.Condition;
import dev.tagstream.runtime.ops.MeterBoard;
import dev.tagstream.runtime.ops.OpsServer;
import dev.tagstream.runtime.ops.Sample;
import dev.tagstream.runtime.tags.ActiveTags;
import dev.tagstream.schemas.GateOutcome;
import dev.tagstream.trainer.round.LearningThread;
import dev.tagstream.trainer.round.RoundState;
import dev.tagstream.trainer.topology.TrainerCounters;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.streams.KafkaStreams;

/** Answers over HTTP how one trainer stands. */
public final class TrainerOps implements AutoCloseable {
    private final ActiveTags tags;
    private final TrainerCounters counters;
    private final LearningThread learning;
    private final KafkaStreams streams;
    private final MeterBoard board = new MeterBoard();
    private final KafkaStreamsMetrics streamsMetrics;
    private final OpsServer server;

    /**
     * Starts to answer, before the trainer is ready.
     *
     * @throws dev.tagstream.runtime.streams.ServiceFailure if the address can't be had
     */
    public TrainerOps(
            InetSocketAddress address,
            ActiveTags tags,
            TrainerCounters counters,
            LearningThread learning,
            KafkaStreams streams) {
        this.tags = tags;
        this.counters = counters;
        this.learning = learning;
        this.streams = streams;
        this.streamsMetrics = new KafkaStreamsMetrics(streams);
        addMeters();
        board.bind(streamsMetrics);
        try {
            this.server = OpsServer.open(
                    address,
                    Map.of(
                            "/metrics", () -> Answer.metrics(board.scrape()),
                            "/health/live", () -> Answer.health(List.of(alive())),
                            "/health/ready", () -> Answer.health(List.of(running()))));
        } catch (RuntimeException e) {
            closeReaders();
            throw e;
        }
    }

    public int port() {
        return server.port();
    }

    private void addMeters() {
        board.sampled(TrainerMeter.RESULTS, this::results);
        board.sampled(TrainerMeter.REJECTED, () -> Sample.rejects(counters.rejectedByReason()));
        board.sampled(TrainerMeter.BUFFER, () -> counters.buffered().entrySet().stream()
                .map(entry -> Sample.of(entry.getValue(), entry.getKey()))
                .toList());
        board.sampled(TrainerMeter.ROUNDS, () -> Stream.of(GateOutcome.values())
                .map(outcome -> Sample.of(counters.rounds(outcome), outcome))
                .toList());
        board.sampled(TrainerMeter.ROUND_STATE, this::states);
        board.sampled(
                TrainerMeter.HELD_OUT,
                () -> counters.heldOut().stream().flatMap(TrainerOps::metrics).toList());
        board.sampled(TrainerMeter.TAG_VERSION, this::versions);
    }

    private List<Sample> results() {
        TrainerCounters.Tally results = counters.results();
        return List.of(
                Sample.of(results.kept(), "kept"),
                Sample.of(results.superseded(), "superseded"),
                Sample.of(results.rejected(), "rejected"));
    }

    private List<Sample> states() {
        RoundState now = learning.state();
        return Stream.of(RoundState.values())
                .map(state -> Sample.of(state == now ? 1 : 0, state))
                .toList();
    }

    private static Stream<Sample> metrics(TrainerCounters.HeldOut heldOut) {
        return heldOut.metrics().entrySet().stream()
                .map(metric -> Sample.of(metric.getValue(), heldOut.function(), heldOut.version(), metric.getKey()));
    }

    private List<Sample> versions() {
        return Stream.concat(
                        tags.current().domains().stream()
                                .map(tag -> Sample.of(
                                        tag.id().version(), "domain", tag.id().name())),
                        tags.current().functions().stream()
                                .map(tag -> Sample.of(
                                        tag.id().version(), "function", tag.id().name())))
                .toList();
    }

    private Condition alive() {
        KafkaStreams.State state = streams.state();
        boolean failed = state == KafkaStreams.State.PENDING_ERROR || state == KafkaStreams.State.ERROR;
        return new Condition("streams", !failed, state.name());
    }

    /** The engine is open before the trainer is made, and tags are read before streams run; a first function needs none. */
    private Condition running() {
        KafkaStreams.State state = streams.state();
        return new Condition("streams", state == KafkaStreams.State.RUNNING, state.name());
    }

    @Override
    public void close() {
        server.close();
        closeReaders();
    }

    private void closeReaders() {
        streamsMetrics.close();
        board.close();
    }
}
