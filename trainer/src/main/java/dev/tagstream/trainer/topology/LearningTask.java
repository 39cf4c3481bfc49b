package dev.tagstream.trainer.topology;

import dev.tagstream.common.intake.RecordData;
import dev.tagstream.model.learn.LabelledTask.Bound;
import dev.tagstream.schemas.AssayResult;
import dev.tagstream.schemas.GateOutcome;
import dev.tagstream.schemas.LearningState;
import dev.tagstream.schemas.Relation;
import dev.tagstream.schemas.ReplayedResult;
import dev.tagstream.schemas.TagReference;
import dev.tagstream.schemas.TagVersion;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.trainer.functions.Functions;
import dev.tagstream.trainer.functions.TaughtFunction;
import dev.tagstream.trainer.intake.ValidatedResult;
import dev.tagstream.trainer.replay.ReplayBuffer;
import dev.tagstream.trainer.round.Example;
import dev.tagstream.trainer.round.RoundOutcome;
import dev.tagstream.trainer.round.RoundRequest;
import dev.tagstream.trainer.round.RoundTrigger;
import dev.tagstream.trainer.round.RunningRound;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream task's way from accepted results to published versions: store, ask for a round when one is due, forward what came
 * of it.
 *
 * <p>Assumes: all calls come from the task's stream thread, inside {@code process()} or a punctuation, so that what is stored and
 * sent within one call lies in one transaction.
 *
 * <p>Guarantees: a version, its entry in the history, the verdict and the round's mark are written together or not at all; a
 * round's results count as new until its mark is written, so a round that was lost begins again; after {@link #close} nothing is
 * sent.
 */
final class LearningTask {
    private static final Logger log = LoggerFactory.getLogger(LearningTask.class);

    private final TrainerServices services;
    private final Functions functions;
    private final ReplayBuffer buffer;
    private final LearningStates states;
    private final BufferCompletion completion;
    private final VersionPublisher publisher;
    private final Verdicts verdicts;
    private final Setbacks setbacks = new Setbacks();
    private @Nullable RunningRound running;
    private long newWhenItBegan; // results that the running round has read

    LearningTask(
            TrainerServices services,
            ReplayBuffer buffer,
            LearningStates states,
            BufferCompletion completion,
            VersionPublisher publisher) {
        this.services = services;
        this.functions = services.functions();
        this.buffer = buffer;
        this.states = states;
        this.completion = completion;
        this.publisher = publisher;
        this.verdicts = new Verdicts(services.scorer());
        buffer.functions().forEach(this::countBuffered);
    }

    void take(ValidatedResult validated) {
        AssayResult result = validated.result();
        ReplayBuffer.Admission admission = buffer.take(validated, functions.find(result.getFunction()));
        services.counters().taken(admission.kept());
        countBuffered(result.getFunction());
        if (admission.kept()) {
            states.taken(result.getFunction(), publisher.now());
        }
        if (admission.first() && result.getRelation() == Relation.EQUAL && services.maxPairs() > 0) {
            publisher.compare(validated);
        }
    }

    private void countBuffered(String function) {
        services.counters().buffered(function, buffer.size(function));
    }

    /** Forwards what the running round came to, else asks for one if one is due. */
    void tidy() {
        if (completion.step()) {
            buffer.functions().forEach(this::countBuffered);
        }
        RunningRound present = running;
        if (present == null) {
            beginDue();
            return;
        }
        present.outcome().ifPresent(outcome -> {
            conclude(present.request(), outcome);
            running = null;
            present.settle();
        });
    }

    /** The next owner of the task begins the running round again. */
    void close() {
        completion.close();
        buffer.functions().forEach(services.counters()::forget);
        if (running != null) {
            running.abandon();
        }
    }

    private void beginDue() {
        if (!services.learning().isFree()) {
            return;
        }
        states.waiting().stream()
                .flatMap(name -> functions.find(name).stream())
                .filter(this::isDue)
                .findFirst()
                .ifPresent(this::begin);
    }

    private boolean isDue(TaughtFunction function) {
        LearningState state = states.of(function.name());
        boolean ownVersionIsKnown = functions.lastVersion(function.name()) >= state.getLastVersion();
        return ownVersionIsKnown
                && function.pinned().isEmpty()
                && !setbacks.hold(function.name(), publisher.now())
                && services.trigger()
                        .isDue(new RoundTrigger.Standing(
                                buffer.size(function),
                                state.getNewResults(),
                                Duration.ofMillis(publisher.now() - state.getOldestNewAt()),
                                state.getRounds(),
                                functions.tags().function(function.name()).isPresent()));
    }

    private void begin(TaughtFunction function) {
        LearningState state = states.of(function.name());
        RoundRequest request = new RoundRequest(
                function,
                functions.tags(),
                buffer.of(function).stream().map(LearningTask::example).toList(),
                state.getRounds(),
                Instant.ofEpochMilli(publisher.now()));
        services.learning().start(request).ifPresent(round -> {
            running = round;
            newWhenItBegan = state.getNewResults();
        });
    }

    private static Example example(ReplayedResult result) {
        Bound bound =
                switch (result.getRelation()) {
                    case EQUAL -> Bound.EXACT;
                    case LESS -> Bound.BELOW;
                    case GREATER -> Bound.ABOVE;
                };
        return new Example(RecordData.of(result), result.getValue(), bound, result.getHeldOut());
    }

    private void conclude(RoundRequest request, RoundOutcome outcome) {
        String name = request.function().name();
        Conclusion conclusion = Conclusion.of(
                request, outcome, functions.find(name), functions.tags().function(name));
        FunctionTag candidate = outcome.candidate();
        TagVersion version =
                candidate == null ? null : verdicts.version(request, outcome, candidate, nextNumber(request));
        Optional<String> obstacle =
                version != null && conclusion.makesAVersion() ? verdicts.obstacle(version) : Optional.empty();
        if (obstacle.isPresent()) {
            conclusion = new Conclusion(GateOutcome.FAILED, obstacle.get(), false);
        }
        if (outcome.decision() != RoundOutcome.Decision.BROKEN) {
            setbacks.over(name);
        } else if (!setbacks.triesAgain(name, publisher.now())) {
            conclusion = new Conclusion(conclusion.outcome(), conclusion.reason(), false);
        }
        if (version != null && conclusion.outcome() == GateOutcome.PUBLISHED) {
            publisher.publish(version);
        } else if (version != null && conclusion.outcome() == GateOutcome.SHADOWED) {
            publisher.tryOut(version);
        }
        publisher.announce(
                Verdicts.verdict(request, outcome, conclusion, reference(version, conclusion.makesAVersion())));
        mark(request, conclusion, version);
        services.counters().ended(conclusion.outcome());
        services.counters().compared(name, compared(request, outcome, conclusion, version));
        log.info("A round of {} ended, {}: {}", name, conclusion.outcome(), conclusion.reason());
    }

    private static List<TrainerCounters.HeldOut> compared(
            RoundRequest request, RoundOutcome outcome, Conclusion conclusion, @Nullable TagVersion version) {
        String name = request.function().name();
        List<TrainerCounters.HeldOut> versions = new ArrayList<>();
        request.current()
                .ifPresent(tag -> versions.add(new TrainerCounters.HeldOut(
                        name,
                        String.valueOf(tag.id().version()),
                        outcome.comparison().currentMetrics())));
        if (version != null) {
            versions.add(new TrainerCounters.HeldOut(
                    name,
                    conclusion.makesAVersion() ? String.valueOf(version.getVersion()) : "refused",
                    outcome.comparison().candidateMetrics()));
        }
        return List.copyOf(versions);
    }

    private long nextNumber(RoundRequest request) {
        String name = request.function().name();
        long inUse =
                functions.tags().function(name).map(tag -> tag.id().version()).orElse(0L);
        return 1
                + Math.max(
                        inUse,
                        Math.max(functions.lastVersion(name), states.of(name).getLastVersion()));
    }

    private static @Nullable TagReference reference(@Nullable TagVersion version, boolean numbered) {
        return version == null
                ? null
                : new TagReference(version.getName(), numbered ? version.getVersion() : 0, version.getSha256());
    }

    private void mark(RoundRequest request, Conclusion conclusion, @Nullable TagVersion version) {
        String name = request.function().name();
        LearningState state = states.of(name);
        long stillNew = conclusion.again() ? state.getNewResults() : state.getNewResults() - newWhenItBegan;
        long oldest = conclusion.again()
                ? state.getOldestNewAt()
                : request.startedAt().toEpochMilli();
        states.put(
                name,
                LearningState.newBuilder(state)
                        .setNewResults(stillNew)
                        .setOldestNewAt(stillNew == 0 ? 0 : oldest)
                        .setRounds(state.getRounds() + 1)
                        .setLastVersion(
                                version != null && conclusion.makesAVersion()
                                        ? version.getVersion()
                                        : state.getLastVersion())
                        .build());
    }
}
