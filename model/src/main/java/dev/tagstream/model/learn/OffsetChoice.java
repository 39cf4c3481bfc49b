package dev.tagstream.model.learn;

import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.Rows;
import dev.tagstream.tags.prompt.SpanText;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Offsets beside a learned tag, as they do best on held-out examples: how much those of each domain are shrunken, and how much of what
 * the tag itself says is kept, since a tag has learned a part of the very offsets, with errors of its own. So with offsets a tag is
 * at least as good there as without, and as offsets alone.
 */
public final class OffsetChoice {
    private static final double NONE = Double.POSITIVE_INFINITY;
    private static final double FIRST = 4;
    private static final double[] PRIORS = {0.5, 1, 2, 4, 8, 16, 32, NONE};

    private static final double[] SHARES = {1, 0.75, 0.5, 0.25, 0};

    private final SpanOffsets fitting;
    private final List<LabelledTask.Bound> bounds; // of the examples
    private final List<Judge> judges;

    /** @param spans their digests */
    private record Judge(List<String> spans, LabelledTask.Bound bound) {}

    /** @param squares over the held-out examples, of what is left */
    record Best(Map<String, Double> offsets, double squares) {}

    OffsetChoice(List<LabelledTask> examples, List<LabelledTask> judges) {
        this.fitting = new SpanOffsets(examples);
        this.bounds = examples.stream().map(LabelledTask::bound).toList();
        Map<SpanText, String> digests = new HashMap<>();
        this.judges = judges.stream()
                .map(judge -> new Judge(
                        judge.task().spans().stream()
                                .map(span -> digests.computeIfAbsent(span, SpanText::digest))
                                .toList(),
                        judge.bound()))
                .toList();
    }

    /**
     * What is chosen beside a predictor.
     *
     * @param share of what it says beyond the mean that is kept
     * @param offsets by {@link SpanText#digest}, in standard deviations
     */
    public record Choice(double share, Map<String, Double> offsets) {
        /** What a prompt is predicted, in the label's unit, where the predictor says {@code prediction}. */
        public double value(double prediction, LabelledTask prompt, double mean, double standardDeviation) {
            return mean + share * (prediction - mean) + standardDeviation * SpanOffsets.of(prompt, offsets);
        }
    }

    /**
     * The tag with offsets, or as it is where none do better. A regression.
     *
     * @param predictions of the tag, of any prompts, in their order
     * @param examples that the tag was learned from
     * @param heldOut that it was not learned from
     */
    static FunctionTag beside(
            FunctionTag tag,
            Function<List<LabelledTask>, List<double[]>> predictions,
            List<LabelledTask> examples,
            List<LabelledTask> heldOut) {
        Choice choice = beside(
                numbers(predictions.apply(examples)),
                numbers(predictions.apply(heldOut)),
                examples,
                heldOut,
                tag.targetMean(),
                tag.targetStandardDeviation());
        return choice.offsets().isEmpty() ? tag : withShare(tag, choice.share()).withOffsets(choice.offsets());
    }

    private static double[] numbers(List<double[]> predictions) {
        return predictions.stream().mapToDouble(prediction -> prediction[0]).toArray();
    }

    /**
     * The same beside any predictor of numbers; beside one that always says the mean, the offsets stand alone.
     *
     * @param fitted what it says of the examples, in the label's unit
     * @param own what it says of the held-out examples
     * @param mean of the labels
     * @param standardDeviation of the labels
     */
    public static Choice beside(
            double[] fitted,
            double[] own,
            List<LabelledTask> examples,
            List<LabelledTask> heldOut,
            double mean,
            double standardDeviation) {
        LabelScale scale = new LabelScale(mean, standardDeviation);
        OffsetChoice choice = new OffsetChoice(examples, heldOut);
        Choice best = new Choice(1, Map.of());
        double least = choice.squares(residuals(scale, 1, own, heldOut), Map.of());
        for (double share : SHARES) {
            Best offsets =
                    choice.best(residuals(scale, share, fitted, examples), residuals(scale, share, own, heldOut));
            if (offsets.squares() < least) {
                least = offsets.squares();
                best = new Choice(share, offsets.offsets());
            }
        }
        return best;
    }

    /** Label minus prediction in standard deviations, with that share of what is said beyond the mean. */
    private static double[] residuals(
            LabelScale scale, double share, double[] predictions, List<LabelledTask> prompts) {
        double[] residuals = new double[prompts.size()];
        for (int i = 0; i < residuals.length; i++) {
            double prediction = scale.mean() + share * (predictions[i] - scale.mean());
            residuals[i] = (prompts.get(i).label() - prediction) / scale.standardDeviation();
        }
        return residuals;
    }

    private static FunctionTag withShare(FunctionTag tag, double share) {
        return tag.withMembers(tag.members().stream()
                .map(member -> new FunctionTag.Member(
                        member.rows(), times(member.head(), share), member.deep(), member.lowRank()))
                .toList());
    }

    private static Rows times(Rows head, double share) {
        float[] values = head.toArray();
        for (int i = 0; i < values.length; i++) {
            values[i] *= (float) share;
        }
        return new Rows(head.rows(), head.width(), values);
    }

    /**
     * The offsets by {@link SpanText#digest}. A domain whose offsets do not help has none; if the held-out examples are of new
     * molecules, those of molecules are judged by what they do to those of proteins.
     *
     * @param residuals of the examples, label minus prediction, in their order; one of a bound that holds has no part
     * @param own residuals of the held-out examples
     */
    Best best(double[] residuals, double[] own) {
        double[] telling = telling(residuals);
        double[] start = new double[fitting.domains().size()];
        Arrays.fill(start, FIRST);
        double[] priors = SettingsSearch.best(
                start,
                Collections.nCopies(start.length, PRIORS),
                tried -> squares(own, fitting.fit(telling, byDomain(tried))));
        Map<String, Double> best = fitting.fit(telling, byDomain(priors));
        double least = squares(own, best);
        best.values().removeIf(offset -> offset == 0);
        return new Best(best, least);
    }

    private Map<String, Double> byDomain(double[] priors) {
        Map<String, Double> byDomain = new HashMap<>();
        for (int i = 0; i < priors.length; i++) {
            byDomain.put(fitting.domains().get(i), priors[i]);
        }
        return byDomain;
    }

    private double[] telling(double[] residuals) {
        double[] telling = residuals.clone();
        for (int i = 0; i < telling.length; i++) {
            if (bounds.get(i) != LabelledTask.Bound.EXACT && Losses.error(-telling[i], bounds.get(i)) == 0) {
                telling[i] = Double.NaN;
            }
        }
        return telling;
    }

    private double squares(double[] own, Map<String, Double> offsets) {
        double sum = 0;
        for (int i = 0; i < own.length; i++) {
            double left = own[i];
            for (String span : judges.get(i).spans()) {
                left -= offsets.getOrDefault(span, 0.0);
            }
            double wrong = Losses.error(-left, judges.get(i).bound());
            sum += wrong * wrong;
        }
        return sum;
    }
}
