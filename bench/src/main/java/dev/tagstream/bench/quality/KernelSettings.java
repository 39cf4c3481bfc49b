package dev.tagstream.bench.quality;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/**
 * What kernel regression is free to choose.
 *
 * @param noise variance of what no data tells, where that of the labels is 1
 * @param parts weight of all sets of domains but that of all of them; see {@link PromptKernel}
 * @param own what is known of one datum alone; see {@link DomainKernel}
 * @param powers of similarities, by domain
 */
record KernelSettings(double noise, double parts, double own, List<Double> powers) {
    private static final double[] NOISES = {0.01, 0.03, 0.1, 0.3, 1, 3};
    private static final double[] PARTS = {0, 0.25, 0.5, 1};
    private static final double[] OWNS = {0, 0.1, 0.3, 1};
    private static final double[] POWERS = {0.5, 1, 2, 3};

    private static final double[] NONE = {0};
    private static final int POWERS_FROM = 3;

    /** To begin with. */
    static KernelSettings usual(PromptKernel kernel) {
        int domains = kernel.domains().size();
        return new KernelSettings(
                0.1, domains > 1 ? 0.5 : 0, kernel.spans() > 1 ? 0.1 : 0, Collections.nCopies(domains, 1.0));
    }

    /** Values to try of each, in the order of {@link #values}. A datum of its own tells nothing where each stands in one prompt. */
    static List<double[]> choices(PromptKernel kernel) {
        List<double[]> choices = new ArrayList<>(
                List.of(NOISES, kernel.domains().size() > 1 ? PARTS : NONE, kernel.spans() > 1 ? OWNS : NONE));
        choices.addAll(Collections.nCopies(kernel.domains().size(), POWERS));
        return choices;
    }

    static KernelSettings of(double[] values) {
        return new KernelSettings(
                values[0],
                values[1],
                values[2],
                Arrays.stream(values).skip(POWERS_FROM).boxed().toList());
    }

    double[] values() {
        return DoubleStream.concat(
                        DoubleStream.of(noise, parts, own), powers.stream().mapToDouble(Double::doubleValue))
                .toArray();
    }

    Map<String, Double> named(PromptKernel kernel) {
        Map<String, Double> named = new TreeMap<>(Map.of("noise", noise, "parts", parts, "own", own));
        for (int f = 0; f < powers.size(); f++) {
            named.put("power." + kernel.domains().get(f), powers.get(f));
        }
        return named;
    }
}
