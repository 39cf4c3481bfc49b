package dev.tagstream.model.learn;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Area under the ROC curve by ranks, ties shared (Mann and Whitney), of examples of two classes that may count more than once. */
final class RocArea {
    private final double[] scores; // ascending
    private final boolean[] positive;
    private final int[] examples; // their places in the order of examples

    private RocArea(double[] scores, boolean[] positive, int[] examples) {
        this.scores = scores;
        this.positive = positive;
        this.examples = examples;
    }

    /** By the probability of the second class, which is the positive one. */
    static RocArea of(List<double[]> predictions, List<LabelledTask> truth) {
        int[] order = IntStream.range(0, truth.size())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> predictions.get(i)[1]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] scores = new double[order.length];
        boolean[] positive = new boolean[order.length];
        for (int i = 0; i < order.length; i++) {
            scores[i] = predictions.get(order[i])[1];
            positive[i] = truth.get(order[i]).label() > 0;
        }
        return new RocArea(scores, positive, order);
    }

    /**
     * The area, or NaN where only one class counts.
     *
     * @param counts how often each example counts, in the order of examples
     */
    double area(int[] counts) {
        double won = 0; // pairs in which the positive example has the higher score
        long positives = 0;
        long negatives = 0;
        for (int from = 0; from < scores.length; ) {
            int to = from;
            long own = 0;
            long others = 0;
            for (; to < scores.length && scores[to] == scores[from]; to++) {
                int count = counts[examples[to]];
                own += positive[to] ? count : 0;
                others += positive[to] ? 0 : count;
            }
            won += own * (negatives + others / 2.0);
            positives += own;
            negatives += others;
            from = to;
        }
        return positives > 0 && negatives > 0 ? won / ((double) positives * negatives) : Double.NaN;
    }
}
