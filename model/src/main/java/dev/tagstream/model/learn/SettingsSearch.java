package dev.tagstream.model.learn;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Settings as they do best on held-out examples, for every predictor that has any: one after another takes the value with the least
 * loss while the others stand, in two sweeps. Equals change nothing, and what was tried once is not tried again.
 */
public final class SettingsSearch {
    private static final int SWEEPS = 2;

    private final ToDoubleFunction<double[]> loss;
    private final Map<List<Double>, Double> known = new HashMap<>();

    private SettingsSearch(ToDoubleFunction<double[]> loss) {
        this.loss = loss;
    }

    /**
     * The best settings found.
     *
     * @param start one value a setting
     * @param values to try, by setting
     * @param loss on held-out examples; infinite or NaN for settings that can't be used
     */
    public static double[] best(double[] start, List<double[]> values, ToDoubleFunction<double[]> loss) {
        SettingsSearch search = new SettingsSearch(loss);
        double[] best = start.clone();
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            for (int setting = 0; setting < best.length; setting++) {
                for (double value : values.get(setting)) {
                    double[] tried = best.clone();
                    tried[setting] = value;
                    if (search.loss(tried) < search.loss(best)) {
                        best = tried;
                    }
                }
            }
        }
        return best;
    }

    private double loss(double[] settings) {
        List<Double> key = Arrays.stream(settings).boxed().toList();
        Double found = known.get(key);
        if (found == null) {
            double lost = loss.applyAsDouble(settings.clone());
            found = Double.isNaN(lost) ? Double.POSITIVE_INFINITY : lost;
            known.put(key, found);
        }
        return found;
    }
}
