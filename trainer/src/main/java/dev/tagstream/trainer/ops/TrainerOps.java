package dev.tagstream.trainer.ops;

import dev.tagstream.console.Console;
import dev.tagstream.runtime.ops.OpsResponse;
import dev.tagstream.runtime.ops.Routes;
import dev.tagstream.runtime.ops.Sample;
import dev.tagstream.runtime.ops.ServiceMetrics;
import dev.tagstream.runtime.ops.ServiceOps;
import dev.tagstream.runtime.ops.TagSamples;
import dev.tagstream.schemas.GateOutcome;
import dev.tagstream.trainer.accuracy.ScoredVersion;
import dev.tagstream.trainer.round.RoundState;
import dev.tagstream.trainer.topology.TrainerCounters;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** What one trainer tells over HTTP. */
public final class TrainerOps {
    private final TrainerHandles handles;
    private final ServiceMetrics metrics = new ServiceMetrics();

    private TrainerOps(TrainerHandles handles) {
        this.handles = handles;
    }

    /**
     * Starts to answer, before the trainer is ready. Nothing but its Kafka Streams has to be ready: the engine is open before the
     * trainer is made, tags are read before streams run, and a first function needs none.
     *
     * @param console answered at the same port; closed with what is returned
     * @throws dev.tagstream.runtime.streams.ServiceFailure if the address can't be had
     */
    public static ServiceOps open(InetSocketAddress address, TrainerHandles handles, Optional<Console> console) {
        TrainerOps ops = new TrainerOps(handles);
        ops.addMeters();
        return new ServiceOps(
                address,
                ops.metrics,
                List.of(handles.streams()),
                List::of,
                () -> OpsResponse.json(ops.unread().json()),
                console.map(Console::pages).orElse(Routes.NONE),
                () -> console.ifPresent(Console::close));
    }

    private void addMeters() {
        TrainerCounters counters = handles.counters();
        metrics.sampled(TrainerMeter.RESULTS, this::results);
        metrics.sampled(TrainerMeter.REJECTED, () -> Sample.rejects(counters.rejectedByReason()));
        metrics.sampled(TrainerMeter.BUFFER, () -> counters.buffered().entrySet().stream()
                .map(entry -> Sample.of(entry.getValue(), entry.getKey()))
                .toList());
        metrics.sampled(TrainerMeter.ROUNDS, () -> Stream.of(GateOutcome.values())
                .map(outcome -> Sample.of(counters.rounds(outcome), outcome))
                .toList());
        metrics.sampled(TrainerMeter.ROUND_STATE, this::states);
        metrics.sampled(
                TrainerMeter.HELD_OUT,
                () -> counters.heldOut().stream().flatMap(TrainerOps::metrics).toList());
        metrics.sampled(TrainerMeter.TAG_VERSION, () -> TagSamples.versions(handles.tagRegistry()));
        metrics.sampled(TrainerMeter.TAG_REFUSALS, () -> TagSamples.refusals(handles.tagRegistry()));
        metrics.sampled(TrainerMeter.LIVE_ACCURACY, this::liveAccuracy);
        metrics.sampled(TrainerMeter.LIVE_PAIRS, () -> handles.accuracy().byVersion().entrySet().stream()
                .map(live -> Sample.of(
                        live.getValue().count(),
                        live.getKey().function(),
                        live.getKey().version(),
                        use(live.getKey())))
                .toList());
        metrics.sampled(TrainerMeter.UNREAD, () -> unread().partitions().stream()
                .map(partition -> Sample.of(partition.lag(), partition.topic(), partition.id()))
                .toList());
    }

    private Unread unread() {
        return Unread.of(handles.streams(), handles.topics());
    }

    private List<Sample> liveAccuracy() {
        List<Sample> samples = new ArrayList<>();
        handles.accuracy().byVersion().forEach((version, tally) -> {
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
        TrainerCounters.Tally results = handles.counters().results();
        return List.of(
                Sample.of(results.kept(), "kept"),
                Sample.of(results.superseded(), "superseded"),
                Sample.of(results.rejected(), "rejected"));
    }

    private List<Sample> states() {
        RoundState now = handles.learning().state();
        return Stream.of(RoundState.values())
                .map(state -> Sample.of(state == now ? 1 : 0, state))
                .toList();
    }

    private static Stream<Sample> metrics(TrainerCounters.HeldOut heldOut) {
        return heldOut.metrics().entrySet().stream()
                .map(metric -> Sample.of(metric.getValue(), heldOut.function(), heldOut.version(), metric.getKey()));
    }
}
