package dev.tagstream.console.state;

import dev.tagstream.schemas.Prediction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The predictions of one function in one library. */
public final class FunctionScores {
    private static final Comparator<TopCompound> HIGHEST_FIRST =
            Comparator.comparingDouble(TopCompound::value).reversed().thenComparing(TopCompound::compound);

    private static final double LARGEST = 1e100;

    private final ScoreBins bins = new ScoreBins();
    private final List<TopCompound> top = new ArrayList<>();
    private String unit = "";
    private long count;
    private double sum;
    private double low = Double.POSITIVE_INFINITY;
    private double high = Double.NEGATIVE_INFINITY;

    /** What is not a number, or is larger than any unit gives sense to, is left out. */
    void add(Prediction prediction) {
        double value = prediction.getValue();
        if (!(Math.abs(value) <= LARGEST)) {
            return;
        }
        unit = ConsoleLimits.cut(prediction.getUnit());
        count++;
        sum += value;
        low = Math.min(low, value);
        high = Math.max(high, value);
        bins.add(value);
        if (top.size() < ConsoleLimits.TOP_COMPOUNDS
                || value >= top.get(top.size() - 1).value()) {
            rank(TopCompound.of(prediction));
        }
    }

    /** A compound stands once, with the target it has the highest value for; a pair that is predicted again has its last value. */
    private void rank(TopCompound compound) {
        if (top.stream().anyMatch(compound::isBehind)) {
            return;
        }
        top.removeIf(compound::isSameCompound);
        top.add(compound);
        top.sort(HIGHEST_FIRST);
        if (top.size() > ConsoleLimits.TOP_COMPOUNDS) {
            top.remove(top.size() - 1);
        }
    }

    public String unit() {
        return unit;
    }

    public long count() {
        return count;
    }

    public double mean() {
        return sum / count;
    }

    public double low() {
        return low;
    }

    public double high() {
        return high;
    }

    public ScoreBins.Bins bins() {
        return bins.bins();
    }

    /** The highest first. */
    public List<TopCompound> top() {
        return List.copyOf(top);
    }
}
