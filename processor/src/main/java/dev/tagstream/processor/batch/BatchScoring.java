package dev.tagstream.processor.batch;

import dev.tagstream.model.engine.DeviceMemoryException;
import dev.tagstream.model.engine.Score;
import dev.tagstream.model.engine.Scorer;
import dev.tagstream.model.tag.TagSet;
import dev.tagstream.runtime.reject.RejectReason;
import java.time.InstantSource;
import java.util.List;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scores one batch with one image of the tags so that one bad task costs one task: what can't be scored is refused before,
 * and a batch that fails is halved until the culprit is alone.
 *
 * <p>A task that fails alone is refused; but when {@value #MAX_FAILURES_IN_A_ROW} tasks in a row fail alone, it is the engine
 * that is broken and not the tasks, and {@link EngineUnavailable} says so before a whole library is refused.
 */
final class BatchScoring {
    static final int MAX_FAILURES_IN_A_ROW = 16;

    private static final Logger log = LoggerFactory.getLogger(BatchScoring.class);

    private final Scorer scorer;
    private final InstantSource clock;
    private final IntConsumer onOverflow;
    private int failuresInARow;

    /** @param onOverflow told the tokens of each batch of two or more that did not fit into the device's memory */
    BatchScoring(Scorer scorer, InstantSource clock, IntConsumer onOverflow) {
        this.scorer = scorer;
        this.clock = clock;
        this.onOverflow = onOverflow;
    }

    void score(List<Submission> batch, TagSet tags) {
        scoreHalving(
                batch.stream()
                        .filter(submission -> ready(submission, tags))
                        .sorted(new BatchOrder())
                        .toList(),
                tags);
    }

    private static boolean ready(Submission submission, TagSet tags) {
        var obstacle = Readiness.firstObstacle(submission.task(), tags);
        obstacle.ifPresent(submission::answer);
        return obstacle.isEmpty();
    }

    private void scoreHalving(List<Submission> batch, TagSet tags) {
        if (batch.isEmpty()) {
            return;
        }
        List<Score> scores;
        try {
            scores = scoreAll(batch, tags);
        } catch (RuntimeException failure) {
            narrow(batch, tags, failure);
            return;
        }
        failuresInARow = 0;
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).answer(outcome(scores.get(i)));
        }
    }

    private List<Score> scoreAll(List<Submission> batch, TagSet tags) {
        List<Score> scores = scorer.score(batch.stream().map(Submission::task).toList(), tags);
        if (scores.size() != batch.size()) {
            throw new IllegalStateException(
                    "the engine gave %d scores for %d tasks".formatted(scores.size(), batch.size()));
        }
        return scores;
    }

    private void narrow(List<Submission> batch, TagSet tags, RuntimeException failure) {
        if (batch.size() == 1) {
            refuse(batch.get(0), failure);
            return;
        }
        log.warn("A batch of {} tasks failed and is scored in halves: {}", batch.size(), failure.toString());
        if (failure instanceof DeviceMemoryException) {
            onOverflow.accept(batch.stream().mapToInt(Submission::tokens).sum());
        }
        int half = batch.size() / 2;
        scoreHalving(batch.subList(0, half), tags);
        scoreHalving(batch.subList(half, batch.size()), tags);
    }

    private void refuse(Submission culprit, RuntimeException failure) {
        if (++failuresInARow > MAX_FAILURES_IN_A_ROW) {
            throw new EngineUnavailable(
                    "%d tasks in a row failed alone in the engine, the last with: %s"
                            .formatted(MAX_FAILURES_IN_A_ROW + 1, failure.getMessage()),
                    failure);
        }
        String what = failure instanceof DeviceMemoryException
                ? "a prompt of %d data tokens does not fit into the device's memory: %s"
                : "a prompt of %d data tokens failed in the engine: %s";
        culprit.answer(new Outcome.Refused(
                RejectReason.ENGINE_FAILED, what.formatted(culprit.task().dataTokens(), failure.getMessage())));
    }

    private Outcome outcome(Score score) {
        if (Double.isFinite(score.value()) && score.standardDeviation().stream().allMatch(Double::isFinite)) {
            return new Outcome.Scored(score, clock.instant());
        }
        return new Outcome.Refused(
                RejectReason.NOT_FINITE,
                "function %s gave %s, standard deviation %s"
                        .formatted(score.functionTag().name(), score.value(), score.standardDeviation()));
    }
}
