package dev.tagstream.trainer.round;

import dev.tagstream.model.learn.LabelScale;
import dev.tagstream.model.learn.LabelledTask;
import dev.tagstream.model.learn.Losses;
import dev.tagstream.model.learn.Metrics;
import dev.tagstream.model.learn.PairedBootstrap;
import dev.tagstream.tags.FunctionSpec;
import dev.tagstream.tags.Task;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Decides whether a candidate replaces what is in use: only if it is better on the same held-out results by more than its
 * noise.
 *
 * @param confidence one-sided
 */
record Gate(double confidence) {
    /** With fewer, resampling says nothing about noise. */
    static final int FEWEST_HELD_OUT = 10;

    private static final long SEED = 1;

    /** What was decided, and on which grounds. */
    record Judgement(boolean passes, String reason, RoundOutcome.Comparison comparison) {}

    /**
     * @param current predictions of what is in use, one for each of {@code truth}
     * @param candidate predictions of the candidate
     * @param scale standard deviation of the labels learned from
     * @param opponent what is in use, for a person
     */
    Judgement judge(
            FunctionSpec spec,
            List<LabelledTask> truth,
            List<double[]> current,
            List<double[]> candidate,
            double scale,
            String opponent) {
        if (truth.size() < FEWEST_HELD_OUT) {
            return new Judgement(
                    false,
                    "%d held-out results are too few to judge by; at least %d are needed"
                            .formatted(truth.size(), FEWEST_HELD_OUT),
                    RoundOutcome.Comparison.NONE);
        }
        PairedBootstrap.Improvement improvement = PairedBootstrap.compare(
                Losses.of(spec.task(), current, truth, scale),
                Losses.of(spec.task(), candidate, truth, scale),
                confidence,
                SEED);
        return new Judgement(
                improvement.isCertain(),
                reason(spec.task(), improvement, opponent, truth.size()),
                new RoundOutcome.Comparison(
                        Metrics.of(spec.task(), current, truth),
                        Metrics.of(spec.task(), candidate, truth),
                        improvement.mean(),
                        improvement.low()));
    }

    private String reason(Task task, PairedBootstrap.Improvement improvement, String opponent, int heldOut) {
        return String.format(
                Locale.ROOT,
                "%s than %s on %d held-out results: the %s is lower by %.4f, and with %.0f %% confidence by more than %.4f",
                improvement.isCertain() ? "better" : "not certainly better",
                opponent,
                heldOut,
                task == Task.CLASSIFICATION ? "cross-entropy" : "squared error in standard deviations",
                improvement.mean(),
                100 * confidence,
                improvement.low());
    }

    /** What the simplest predictor says of each result: the mean label learned from, or the shares of the classes. */
    static List<double[]> meanPredictions(FunctionSpec spec, List<LabelledTask> learned, int results) {
        return Collections.nCopies(
                results,
                spec.task() == Task.CLASSIFICATION
                        ? shares(spec, learned)
                        : new double[] {LabelScale.of(spec, learned).mean()});
    }

    private static double[] shares(FunctionSpec spec, List<LabelledTask> learned) {
        double[] shares = new double[spec.classes().size()];
        learned.forEach(task -> shares[(int) task.label()] += 1.0 / learned.size());
        return shares;
    }
}
