package dev.tagstream.bench.quality;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The share of parts that two have in common among those that either has, 0 to 1, counting each as often as it occurs (Tanimoto; Ralaivola
 * et al., Neural Networks 18, 2005, who show that it is a kernel).
 */
final class Similarity {
    private Similarity() {}

    /**
     * Of all with all (n, n).
     *
     * @param data parts of each with their numbers, none of them without parts
     */
    static float[][] of(List<Map<Object, Integer>> data) {
        float[][] similarity = new float[data.size()][data.size()];
        int[] sizes = new int[data.size()];
        Map<Object, List<int[]>> holders = new HashMap<>(); // by part: who has it, how often
        for (int i = 0; i < sizes.length; i++) {
            for (Map.Entry<Object, Integer> part : data.get(i).entrySet()) {
                int count = part.getValue();
                sizes[i] += count;
                List<int[]> others = holders.computeIfAbsent(part.getKey(), unseen -> new ArrayList<>());
                for (int[] other : others) {
                    similarity[i][other[0]] += Math.min(count, other[1]);
                }
                others.add(new int[] {i, count});
            }
            for (int j = 0; j < i; j++) {
                float common = similarity[i][j];
                similarity[i][j] = common / (sizes[i] + sizes[j] - common);
                similarity[j][i] = similarity[i][j];
            }
            similarity[i][i] = 1;
        }
        return similarity;
    }
}
