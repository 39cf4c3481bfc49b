package dev.tagstream.bench.quality;

import dev.tagstream.model.learn.LearnedTag;
import dev.tagstream.model.learn.Learner;
import dev.tagstream.model.learn.Losses;
import dev.tagstream.model.learn.OffsetChoice;
import dev.tagstream.model.learn.TrainingListener;
import dev.tagstream.model.learn.TrainingOptions;
import dev.tagstream.tags.FunctionSpec;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.TagSet;
import dev.tagstream.tags.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How well tags are learned from a split. */
public final class Quality {
    private final Learner learner;
    private final TagSet domains;
    private final FunctionSpec spec;
    private final Split split;

    public Quality(Learner learner, TagSet domains, FunctionSpec spec, Split split) {
        this.learner = learner;
        this.domains = domains;
        this.spec = spec;
        this.split = split;
    }

    /** Learns a tag from the split, without offsets. */
    public LearnedTag learn(TrainingOptions options, TrainingListener listener) {
        return learner.learn(
                spec, domains, Optional.empty(), split.train(), split.stop(), options.withOffsets(false), listener);
    }

    /**
     * A tag of one member, or each member by itself and then all of them as an ensemble: the mean, with {@code within1sd} and
     * {@code within2sd}, the shares of errors within so many standard deviations of the members.
     */
    public List<Tested> of(String name, FunctionTag tag) {
        return named(name, onTest(tag));
    }

    /** The same with offsets of what the split's training part holds, chosen for all members together; for numbers alone. */
    public List<Tested> withOffsets(String name, FunctionTag tag) {
        OffsetsBeside offsets = OffsetsBeside.of(split);
        OffsetChoice.Choice choice = offsets.choose(prompts -> learner.predict(tag, domains, prompts));
        List<List<double[]>> byMember = onTest(tag).stream()
                .map(member -> offsets.onTest(choice, member))
                .toList();
        return named(name, byMember).stream()
                .map(tested ->
                        tested.with(Map.of("offsets", (double) choice.offsets().size(), "share", choice.share())))
                .toList();
    }

    /** By member, what it says of the test rows. */
    private List<List<double[]>> onTest(FunctionTag tag) {
        return tag.members().stream()
                .map(member -> learner.predict(tag.withMembers(List.of(member)), domains, split.test()))
                .toList();
    }

    private List<Tested> named(String name, List<List<double[]>> byMember) {
        if (byMember.size() == 1) {
            return List.of(tested(name, byMember.get(0)));
        }
        List<Tested> all = new ArrayList<>();
        for (int m = 0; m < byMember.size(); m++) {
            all.add(tested("%s, member %d".formatted(name, m + 1), byMember.get(m)));
        }
        List<double[]> mean = mean(byMember);
        Tested ensemble = tested(name + ", ensemble", mean);
        all.add(spec.task() == Task.REGRESSION ? ensemble.with(calibration(byMember, mean)) : ensemble);
        return all;
    }

    private Tested tested(String name, List<double[]> predictions) {
        return Tested.of(name, spec.task(), predictions, split.test());
    }

    private static List<double[]> mean(List<List<double[]>> byMember) {
        List<double[]> means = new ArrayList<>();
        for (int i = 0; i < byMember.get(0).size(); i++) {
            double[] sum = new double[byMember.get(0).get(i).length];
            for (List<double[]> member : byMember) {
                for (int k = 0; k < sum.length; k++) {
                    sum[k] += member.get(i)[k] / byMember.size();
                }
            }
            means.add(sum);
        }
        return means;
    }

    private Map<String, Double> calibration(List<List<double[]>> byMember, List<double[]> ensemble) {
        double[] errors = Losses.of(Task.REGRESSION, ensemble, split.test(), 1); // squared
        int within1 = 0;
        int within2 = 0;
        for (int i = 0; i < errors.length; i++) {
            double variance = 0;
            for (List<double[]> member : byMember) {
                double off = member.get(i)[0] - ensemble.get(i)[0];
                variance += off * off / (byMember.size() - 1);
            }
            within1 += errors[i] < variance ? 1 : 0;
            within2 += errors[i] < 4 * variance ? 1 : 0;
        }
        return Map.of(
                "within1sd", (double) within1 / errors.length,
                "within2sd", (double) within2 / errors.length);
    }
}
