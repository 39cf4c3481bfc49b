package dev.tagstream.trainer.round;

import dev.tagstream.model.engine.Scorer;
import dev.tagstream.model.learn.LabelledTask;
import dev.tagstream.model.learn.LearnedTag;
import dev.tagstream.model.learn.Learner;
import dev.tagstream.model.learn.Slices;
import dev.tagstream.model.learn.TrainingListener;
import dev.tagstream.model.learn.TrainingProgress;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.trainer.functions.TaughtFunction;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One round from results to a decision: learn a candidate, then compare it with what is in use. Throws nothing but errors. */
final class Round {
    private static final Logger log = LoggerFactory.getLogger(Round.class);

    private static final TrainingProgress DONE = new TrainingProgress(1, 1, 0, Map.of());

    private final Learner learner;
    private final Scorer scorer;
    private final RoundOptions options;
    private final InstantSource clock;

    Round(Learner learner, Scorer scorer, RoundOptions options, InstantSource clock) {
        this.learner = learner;
        this.scorer = scorer;
        this.options = options;
        this.clock = clock;
    }

    /**
     * @param judging called between learning and judging
     * @param listener may end the round before its time; then nobody waits for the outcome
     */
    RoundOutcome run(RoundRequest request, Runnable judging, TrainingListener listener) {
        try {
            Slices slices = RoundPrompts.of(request.function().spec(), request.tags(), request.examples(), scorer);
            LearnedTag learned = learn(request, slices, listener);
            judging.run();
            return judge(request, slices, learned, () -> listener.goesOn(DONE));
        } catch (IllegalArgumentException e) {
            return without(RoundOutcome.Decision.FAILED, String.valueOf(e.getMessage()));
        } catch (CancellationException e) {
            return without(RoundOutcome.Decision.BROKEN, "the round was abandoned");
        } catch (RuntimeException e) {
            log.warn("A round of {} failed", request.function().name(), e);
            return without(RoundOutcome.Decision.BROKEN, "the learner failed: " + e);
        }
    }

    private LearnedTag learn(RoundRequest request, Slices slices, TrainingListener listener) {
        TaughtFunction function = request.function();
        missingDomain(request).ifPresent(domain -> {
            throw new IllegalArgumentException("the domain tag %s, which the prompt of %s names, has not been published"
                    .formatted(domain, function.name()));
        });
        return learner.learn(
                function.spec(),
                request.tags(),
                request.current().filter(function::canGoOnFrom),
                slices.learned(),
                slices.stopping(),
                options.training().withSeed(options.training().seed() + request.number()),
                listener);
    }

    private static Optional<String> missingDomain(RoundRequest request) {
        return request.function().spec().template().domains().stream()
                .filter(domain -> request.tags().domain(domain).isEmpty())
                .findFirst();
    }

    private RoundOutcome judge(RoundRequest request, Slices slices, LearnedTag learned, BooleanSupplier goesOn) {
        FunctionTag candidate = learned.tag();
        List<LabelledTask> heldOut = slices.heldOut();
        Optional<FunctionTag> opponent = request.current().filter(request.function()::isMeasuredLike);
        Gate.Judgement judgement = new Gate(options.confidence())
                .judge(
                        request.function().spec(),
                        heldOut,
                        opponent.map(tag -> learner.predict(tag, request.tags(), heldOut, goesOn))
                                .orElseGet(() -> Gate.meanPredictions(
                                        request.function().spec(), slices.learned(), heldOut.size())),
                        learner.predict(candidate, request.tags(), heldOut, goesOn),
                        candidate.targetStandardDeviation(),
                        opponent.map(tag -> "version " + tag.id().version()).orElse("the mean predictor"));
        return new RoundOutcome(
                judgement.passes() ? RoundOutcome.Decision.PASSED : RoundOutcome.Decision.REFUSED,
                judgement.reason(),
                candidate,
                judgement.comparison(),
                heldOut.size(),
                learned.examples(),
                clock.instant());
    }

    private RoundOutcome without(RoundOutcome.Decision decision, String reason) {
        return new RoundOutcome(decision, reason, null, RoundOutcome.Comparison.NONE, 0, 0, clock.instant());
    }
}
