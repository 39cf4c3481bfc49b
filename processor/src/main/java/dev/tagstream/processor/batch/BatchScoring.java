package dev.tagstream.processor.batch;

import dev.tagstream.common.intake.RejectReason;
import dev.tagstream.model.engine.PreparedBatch;
import dev.tagstream.model.engine.Score;
import dev.tagstream.model.engine.Scorer;
import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.model.program.DeviceMemoryException;
import dev.tagstream.tags.TagSet;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scores one batch with one image of the tags so that one bad task costs one task: what can't be scored is refused before,
 * and a batch that fails is halved until the culprit is alone.
 *
 * <p>A task that fails alone is refused; but after {@value #MAX_FAILURES_IN_A_ROW} in a row that failed alone, the engine is tried with
 * {@linkplain PlainTask plain data} for the same function. If that goes through, the tasks are to blame, however many they are; else it
 * is the engine that is broken, and {@link EngineUnavailable} says so before a whole library is refused.
 *
 * <p>Candidates on trial are scored in the same batch, and never at the cost of a prediction: a batch that fails is scored without
 * them before it is halved, and if that goes through, they are to blame.
 *
 * <p>{@link #prepare} may run on another thread than {@link #score}.
 */
final class BatchScoring {
    static final int MAX_FAILURES_IN_A_ROW = 16;

    private static final Logger log = LoggerFactory.getLogger(BatchScoring.class);

    private final Scorer scorer;
    private final InstantSource clock;
    private final ShadowHealth trials;
    private final Consumer<BatchSize> onOverflow;
    private final Object preparing =
            new Object(); // the scorer prepares for one thread at a time, and halves are prepared too
    private int failuresInARow;

    /**
     * @param trials of all engines together
     * @param onOverflow told of each batch of two or more that did not fit into the device's memory
     */
    BatchScoring(Scorer scorer, InstantSource clock, ShadowHealth trials, Consumer<BatchSize> onOverflow) {
        this.scorer = scorer;
        this.clock = clock;
        this.trials = trials;
        this.onOverflow = onOverflow;
    }

    /** Refuses what can't be scored, and lays the rest out. */
    Plan prepare(List<Submission> batch, TagSet tags) {
        return layOut(
                batch.stream()
                        .filter(submission -> ready(submission, tags))
                        .sorted(new BatchOrder())
                        .toList(),
                tags);
    }

    /**
     * The plan for this image of the tags: itself, or the same laid out anew if it was laid out for another. Only tails and tables
     * differ, so what was prepared of spans is found again. On the thread that scores.
     */
    Plan renewed(Plan plan, TagSet tags) {
        if (plan.tags() == tags) {
            return plan;
        }
        Plan renewed = prepare(plan.submissions(), tags); // pins its spans before the other lets go of them
        plan.drop();
        return renewed;
    }

    private static boolean ready(Submission submission, TagSet tags) {
        if (Readiness.isOutdated(submission.task(), tags)) {
            submission.answer(new Outcome.Outdated());
            return false;
        }
        var obstacle = Readiness.firstObstacle(submission.task(), tags);
        obstacle.ifPresent(submission::answer);
        return obstacle.isEmpty();
    }

    private Plan layOut(List<Submission> batch, TagSet tags) {
        return layOut(batch, ShadowTasks.of(batch, tags, trials), tags);
    }

    private Plan layOut(List<Submission> batch, ShadowTasks shadows, TagSet tags) {
        List<ScoringTask> tasks = Stream.concat(batch.stream().map(Submission::task), shadows.tasks().stream())
                .toList();
        synchronized (preparing) {
            try {
                return new Plan(batch, shadows, tags, scorer.prepare(tasks, tags), null);
            } catch (RuntimeException failure) {
                return new Plan(batch, shadows, tags, null, failure);
            }
        }
    }

    /** Answers every task of a plan; false if it did not go through as a whole. */
    boolean score(Plan plan) {
        List<Score> scores;
        try {
            scores = plan.score();
        } catch (RuntimeException failure) {
            if (plan.shadows().isEmpty()) {
                narrow(plan.submissions(), plan.tags(), failure);
            } else {
                scoreWithoutShadows(plan, failure);
            }
            return false;
        }
        failuresInARow = 0;
        trials.passed(plan.shadows().candidates());
        answer(plan, scores);
        return true;
    }

    private void scoreWithoutShadows(Plan plan, RuntimeException failure) {
        if (score(layOut(plan.submissions(), plan.shadows().failed(failure), plan.tags()))) {
            trials.failed(plan.shadows().candidates(), failure.toString());
        }
    }

    private void answer(Plan plan, List<Score> scores) {
        List<Submission> batch = plan.submissions();
        Map<Integer, Outcome> shadows = plan.shadows()
                .outcomes(scores.stream()
                        .skip(batch.size())
                        .map(this::shadowOutcome)
                        .toList());
        for (int i = 0; i < batch.size(); i++) {
            Outcome outcome = outcome(scores.get(i));
            batch.get(i).answer(outcome instanceof Outcome.Scored scored ? scored.beside(shadows.get(i)) : outcome);
        }
    }

    private Outcome shadowOutcome(Score score) {
        Outcome outcome = outcome(score);
        if (outcome instanceof Outcome.Refused refused) {
            trials.refused(score.functionTag(), refused.message());
        }
        return outcome;
    }

    private void narrow(List<Submission> batch, TagSet tags, RuntimeException failure) {
        if (batch.size() == 1) {
            refuse(batch.get(0), tags, failure);
            return;
        }
        log.warn("A batch of {} tasks failed and is scored in halves: {}", batch.size(), failure.toString());
        if (failure instanceof DeviceMemoryException) {
            onOverflow.accept(BatchSizeTracker.of(batch));
        }
        int half = batch.size() / 2;
        score(layOut(batch.subList(0, half), tags));
        score(layOut(batch.subList(half, batch.size()), tags));
    }

    private void refuse(Submission culprit, TagSet tags, RuntimeException failure) {
        if (++failuresInARow > MAX_FAILURES_IN_A_ROW) {
            requireWorkingEngine(culprit.task(), tags, failure);
            failuresInARow = 0;
        }
        String what = failure instanceof DeviceMemoryException
                ? "a prompt of %d data tokens does not fit into the device's memory: %s"
                : "a prompt of %d data tokens failed in the engine: %s";
        culprit.answer(new Outcome.Refused(
                RejectReason.ENGINE_FAILED, what.formatted(culprit.task().dataTokens(), failure.getMessage())));
    }

    private void requireWorkingEngine(ScoringTask culprit, TagSet tags, RuntimeException failure) {
        synchronized (preparing) {
            try (PreparedBatch plain = scorer.prepare(List.of(PlainTask.like(culprit, scorer)), tags)) {
                plain.score();
            } catch (RuntimeException broken) {
                throw new EngineUnavailable(
                        "%d tasks in a row failed alone in the engine, and plain data too: %s"
                                .formatted(MAX_FAILURES_IN_A_ROW + 1, broken.getMessage()),
                        failure);
            }
        }
        log.warn(
                "{} tasks in a row failed alone, and plain data did not: they are to blame, the last with: {}",
                MAX_FAILURES_IN_A_ROW + 1,
                failure.toString());
    }

    private Outcome outcome(Score score) {
        if (Double.isFinite(score.value())
                && score.standardDeviation().stream().allMatch(Double::isFinite)
                && score.probabilities().stream().allMatch(Double::isFinite)) {
            return new Outcome.Scored(score, clock.instant());
        }
        return new Outcome.Refused(
                RejectReason.NOT_FINITE,
                "function %s gave %s, standard deviation %s"
                        .formatted(score.functionTag().name(), score.value(), score.standardDeviation()));
    }
}
