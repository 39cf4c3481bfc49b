package dev.tagstream.trainer.ops;

import dev.tagstream.console.Console;
import dev.tagstream.runtime.ops.Answer;
import dev.tagstream.runtime.ops.Condition;
import dev.tagstream.runtime.ops.MeterBoard;
import dev.tagstream.runtime.ops.OpsPages;
import dev.tagstream.runtime.ops.OpsServer;
import dev.tagstream.runtime.ops.Sample;
import dev.tagstream.schemas.GateOutcome;
import dev.tagstream.trainer.accuracy.ScoredVersion;
import dev.tagstream.trainer.round.RoundState;
import dev.tagstream.trainer.topology.TrainerCounters;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.apache.kafka.streams.KafkaStreams;

/** Answers over HTTP how one trainer stands. */
public final class TrainerOps implements AutoCloseable {
    private final TrainerSubject subject;
    private final MeterBoard board = new MeterBoard();
    private final KafkaStreamsMetrics streamsMetrics;
    private final Optional<Console> console;
    private final OpsServer server;

    /**
     * Starts to answer, before the trainer is ready.
     *
     * @param console answered at the same port; closed with this
     * @throws dev.tagstream.runtime.streams.ServiceFailure if the address can't be had
     */
    public TrainerOps(InetSocketAddress address, TrainerSubject subject, Optional<Console> console) {
        this.console = console;
        this.subject = subject;
        this.streamsMetrics = new KafkaStreamsMetrics(subject.streams());
        addMeters();
        board.bind(streamsMetrics);
        board.bindProcess();
        try {
            this.server = OpsServer.open(
                    address,
                    OpsPages.of(Map.of(
                                    "/metrics", () -> Answer.metrics(board.scrape()),
                                    "/health/live", () -> Answer.health(List.of(alive())),
                                    "/health/ready", () -> Answer.health(List.of(running())),
                                    "/lag", () -> Answer.json(unread().json())))
                            .and(console.map(Console::pages).orElse(OpsPages.NONE)));
        } catch (RuntimeException e) {
            closeReaders();
            throw e;
        }
    }

    public int port() {
        return server.port();
    }

    private void addMeters() {
        TrainerCounters counters = subject.counters();
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
        board.sampled(TrainerMeter.TAG_REFUSALS, () -> subject.book().statuses().stream()
                .map(status ->
                        Sample.of(status.refusals(), status.use().name().toLowerCase(Locale.ROOT), status.name()))
                .toList());
        board.sampled(TrainerMeter.LIVE_ACCURACY, this::liveAccuracy);
        board.sampled(TrainerMeter.LIVE_PAIRS, () -> subject.accuracy().byVersion().entrySet().stream()
                .map(live -> Sample.of(
                        live.getValue().count(),
                        live.getKey().function(),
                        live.getKey().version(),
                        use(live.getKey())))
                .toList());
        board.sampled(TrainerMeter.UNREAD, () -> unread().partitions().stream()
                .map(partition -> Sample.of(partition.lag(), partition.topic(), partition.id()))
                .toList());
    }

    private Unread unread() {
        return Unread.of(subject.streams(), subject.topics());
    }

    private List<Sample> liveAccuracy() {
        List<Sample> samples = new ArrayList<>();
        subject.accuracy().byVersion().forEach((version, tally) -> {
            Map<String, OptionalDouble> metrics = Map.of(
                    "r2", tally.r2(),
                    "pearson", tally.pearson(),
                    "mse", tally.mse(),
                    "within_one", tally.shareWithinOne(),
                    "within_two", tally.shareWithinTwo());
            metrics.forEach((metric, value) -> value.ifPresent(number ->
                    samples.add(Sample.of(number, version.function(), version.version(), use(version), metric))));
        });
        return samples;
    }

    private static String use(ScoredVersion version) {
        return version.shadow() ? "shadow" : "function";
    }

    private List<Sample> results() {
        TrainerCounters.Tally results = subject.counters().results();
        return List.of(
                Sample.of(results.kept(), "kept"),
                Sample.of(results.superseded(), "superseded"),
                Sample.of(results.rejected(), "rejected"));
    }

    private List<Sample> states() {
        RoundState now = subject.learning().state();
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
                        subject.tags().current().domains().stream()
                                .map(tag -> Sample.of(
                                        tag.id().version(), "domain", tag.id().name())),
                        subject.tags().current().functions().stream()
                                .map(tag -> Sample.of(
                                        tag.id().version(), "function", tag.id().name())))
                .toList();
    }

    private Condition alive() {
        KafkaStreams.State state = subject.streams().state();
        boolean failed = state == KafkaStreams.State.PENDING_ERROR || state == KafkaStreams.State.ERROR;
        return new Condition("streams", !failed, state.name());
    }

    /** The engine is open before the trainer is made, and tags are read before streams run; a first function needs none. */
    private Condition running() {
        KafkaStreams.State state = subject.streams().state();
        return new Condition("streams", state == KafkaStreams.State.RUNNING, state.name());
    }

    @Override
    public void close() {
        server.close();
        closeReaders();
    }

    private void closeReaders() {
        console.ifPresent(Console::close);
        streamsMetrics.close();
        board.close();
    }
}
