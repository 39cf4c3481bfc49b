package dev.tagstream.common.accuracy;

import dev.tagstream.schemas.LiveAccuracy;
import java.time.Instant;
import java.util.OptionalDouble;

/**
 * How predictions compare with what was measured later, in sums that add up over partitions (Chan, Golub and LeVeque, Algorithms
 * for computing the sample variance, 1983). Immutable.
 *
 * @param spreadPredicted sum of squared deviations from the mean
 * @param spreadMeasured likewise
 * @param spreadJoint sum of products of both deviations
 * @param withDeviation pairs whose prediction carries a standard deviation
 * @param withinOne of these, those that differ by less than one standard deviation
 * @param withinTwo of these, those that differ by less than two
 */
public record AccuracyTally(
        long count,
        double meanPredicted,
        double meanMeasured,
        double spreadPredicted,
        double spreadMeasured,
        double spreadJoint,
        double squaredErrors,
        long withDeviation,
        long withinOne,
        long withinTwo) {
    public static final AccuracyTally NONE = new AccuracyTally(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** One pair; the deviation is the standard deviation predicted, if any was. */
    public static AccuracyTally of(double predicted, double measured, OptionalDouble deviation) {
        double error = Math.abs(predicted - measured);
        return new AccuracyTally(
                1,
                predicted,
                measured,
                0,
                0,
                0,
                error * error,
                deviation.isPresent() ? 1 : 0,
                deviation.isPresent() && error < deviation.getAsDouble() ? 1 : 0,
                deviation.isPresent() && error < 2 * deviation.getAsDouble() ? 1 : 0);
    }

    public static AccuracyTally of(LiveAccuracy wire) {
        return new AccuracyTally(
                wire.getCount(),
                wire.getMeanPredicted(),
                wire.getMeanMeasured(),
                wire.getSpreadPredicted(),
                wire.getSpreadMeasured(),
                wire.getSpreadJoint(),
                wire.getSquaredErrors(),
                wire.getWithDeviation(),
                wire.getWithinOne(),
                wire.getWithinTwo());
    }

    public AccuracyTally plus(AccuracyTally other) {
        if (count == 0 || other.count == 0) {
            return count == 0 ? other : this;
        }
        double all = count + other.count;
        double apart = other.meanPredicted - meanPredicted;
        double apartMeasured = other.meanMeasured - meanMeasured;
        double weight = count * (other.count / all);
        return new AccuracyTally(
                count + other.count,
                meanPredicted + apart * (other.count / all),
                meanMeasured + apartMeasured * (other.count / all),
                spreadPredicted + other.spreadPredicted + apart * apart * weight,
                spreadMeasured + other.spreadMeasured + apartMeasured * apartMeasured * weight,
                spreadJoint + other.spreadJoint + apart * apartMeasured * weight,
                squaredErrors + other.squaredErrors,
                withDeviation + other.withDeviation,
                withinOne + other.withinOne,
                withinTwo + other.withinTwo);
    }

    /** Correlation of prediction and result; empty where one of them does not vary. */
    public OptionalDouble pearson() {
        return spreadPredicted > 0 && spreadMeasured > 0
                ? OptionalDouble.of(spreadJoint / Math.sqrt(spreadPredicted * spreadMeasured))
                : OptionalDouble.empty();
    }

    /** Mean squared error, in the function's unit squared. */
    public OptionalDouble mse() {
        return count > 0 ? OptionalDouble.of(squaredErrors / count) : OptionalDouble.empty();
    }

    /** Share of the results' variance that is predicted; empty where they do not vary. */
    public OptionalDouble r2() {
        return spreadMeasured > 0 ? OptionalDouble.of(1 - squaredErrors / spreadMeasured) : OptionalDouble.empty();
    }

    /** Share that differs by less than one standard deviation: 0.68 where the deviations are right and errors normal. */
    public OptionalDouble shareWithinOne() {
        return withDeviation > 0 ? OptionalDouble.of((double) withinOne / withDeviation) : OptionalDouble.empty();
    }

    /** Share that differs by less than two: 0.95 where the deviations are right and errors normal. */
    public OptionalDouble shareWithinTwo() {
        return withDeviation > 0 ? OptionalDouble.of((double) withinTwo / withDeviation) : OptionalDouble.empty();
    }

    /** As the sums of one version over one partition of the predictions. */
    public LiveAccuracy toWire(String function, long version, boolean shadow, int partition, Instant updatedAt) {
        return new LiveAccuracy(
                function,
                version,
                shadow,
                partition,
                count,
                meanPredicted,
                meanMeasured,
                spreadPredicted,
                spreadMeasured,
                spreadJoint,
                squaredErrors,
                withDeviation,
                withinOne,
                withinTwo,
                updatedAt);
    }
}
