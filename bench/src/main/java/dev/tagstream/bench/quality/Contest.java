package dev.tagstream.bench.quality;

import dev.tagstream.model.learn.LabelledTask;
import dev.tagstream.model.learn.Losses;
import dev.tagstream.model.learn.Metrics;
import dev.tagstream.model.learn.PairedBootstrap;
import dev.tagstream.model.learn.Resampling;
import dev.tagstream.tags.Task;
import dev.tagstream.tags.prompt.SpanText;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Which predictors are better than which on the same test rows, beyond noise: the 95 % interval of the difference, from a paired
 * bootstrap over what the rows share (see {@link Resampling}), does not reach zero. Numbers are compared by their squared errors, two
 * classes by the area under the ROC curve, more by their share of errors. Labels that are bounds do not count. The interval tells how
 * far other test rows would lead elsewhere, not another split or another beginning of learning.
 */
public final class Contest {
    /** One-sided: the lower end of a two-sided interval of 95 %. */
    private static final double CONFIDENCE = 0.975;

    private static final long SEED = 1;

    private final Task task;
    private final List<LabelledTask> truth;
    private final int[] exact; // rows that count
    private final Resampling resampling; // of those
    private final List<Tested> all;
    private final boolean bothClasses; // else there is no area under a curve

    /** @param about what a span is about: two that are written differently and equal in this are the same */
    public Contest(Task task, List<LabelledTask> truth, Function<SpanText, ?> about, List<Tested> all) {
        this.task = task;
        this.truth = List.copyOf(truth);
        this.exact = IntStream.range(0, truth.size())
                .filter(i -> truth.get(i).bound() == LabelledTask.Bound.EXACT)
                .toArray();
        this.resampling =
                Resampling.ofShared(IntStream.of(exact).mapToObj(truth::get).toList(), about);
        this.all = List.copyOf(all);
        this.bothClasses =
                truth.stream().mapToDouble(LabelledTask::label).distinct().count() > 1;
    }

    /** Domains whose data were drawn anew, since rows share them; none where it was rows. */
    public List<String> resampled() {
        return resampling.domains();
    }

    /** Names of the predictors that this one is better than. */
    public List<String> beaten(Tested one) {
        return beaten(one, this::isBetter);
    }

    /** Names of the predictors whose mean absolute error is larger than that of this one; numbers only. */
    public List<String> beatenInAbsoluteError(Tested one) {
        return beaten(one, (first, other) -> isLess(absoluteErrors(first), absoluteErrors(other)));
    }

    private List<String> beaten(Tested one, BiPredicate<Tested, Tested> wins) {
        return all.stream()
                .filter(other -> !other.name().equals(one.name()) && wins.test(one, other))
                .map(Tested::name)
                .toList();
    }

    private boolean isBetter(Tested one, Tested other) {
        if (task == Task.REGRESSION) {
            return isLess(squaredErrors(one), squaredErrors(other));
        }
        if (one.predictions().get(0).length > 2) {
            return isLess(mistakes(one), mistakes(other));
        }
        return bothClasses
                && PairedBootstrap.compareAuc(
                                other.predictions(), one.predictions(), truth, resampling, CONFIDENCE, SEED)
                        .isCertain();
    }

    /** What has the larger loss to begin with is not worth resampling. */
    private boolean isLess(double[] losses, double[] others) {
        return DoubleStream.of(losses).sum() < DoubleStream.of(others).sum()
                && PairedBootstrap.compare(others, losses, resampling, CONFIDENCE, SEED)
                        .isCertain();
    }

    private double[] squaredErrors(Tested tested) {
        double[] losses = Losses.of(Task.REGRESSION, tested.predictions(), truth, 1);
        return IntStream.of(exact).mapToDouble(i -> losses[i]).toArray();
    }

    private double[] absoluteErrors(Tested tested) {
        return IntStream.of(exact)
                .mapToDouble(i ->
                        Math.abs(tested.predictions().get(i)[0] - truth.get(i).label()))
                .toArray();
    }

    private double[] mistakes(Tested tested) {
        return IntStream.range(0, truth.size())
                .mapToDouble(i -> Metrics.mostProbable(tested.predictions().get(i))
                                == (int) truth.get(i).label()
                        ? 0
                        : 1)
                .toArray();
    }
}
