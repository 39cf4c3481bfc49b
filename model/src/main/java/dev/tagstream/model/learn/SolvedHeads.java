package dev.tagstream.model.learn;

import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.Rows;
import dev.tagstream.tags.Task;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.ObjIntConsumer;

/**
 * The heads of a regression in closed form, once the steps are over: few steps leave a head far from the best one for the rows it reads,
 * and of a linear read-out the best one is known. Each member's head is changed by the ridge regression of what it leaves over on what
 * it reads, so the penalty shrinks it towards the learned head. That is a Newton step of the loss: a bound takes part where
 * the learned head is on its wrong side, and not where it holds.
 *
 * <p>The strength of the penalty is the one with the lowest loss of the whole tag on held-out examples; where none is better than the
 * learned heads, those stay. Classes keep their learned heads.
 */
final class SolvedHeads {
    /** Many times the columns of a usual head, and read in a fraction of the time that learning from as many takes. */
    static final int MOST_EXAMPLES = 16_000;

    /** Of the normal equations of all members, in numbers: four members of width 4,096. Wider heads stay as they were learned. */
    private static final long LARGEST = 1L << 26;

    private static final double[] STRENGTHS = {10, 1, 1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6};

    /** Tells what the members of the tag read of prompts (M, r x d), each once with its index, in any order. */
    interface States {
        void visit(List<LabelledTask> prompts, ObjIntConsumer<float[]> reader);
    }

    private final FunctionTag tag;
    private final States states;
    private final List<LabelledTask> judges;
    private final float[][] judged; // by judge

    private SolvedHeads(FunctionTag tag, States states, List<LabelledTask> judges) {
        this.tag = tag;
        this.states = states;
        this.judges = judges;
        this.judged = new float[judges.size()][];
        states.visit(judges, (read, i) -> judged[i] = read);
    }

    /**
     * The tag with the better heads. Offsets are no part of it.
     *
     * @param examples that the tag was learned from
     * @param judges that it was not learned from
     * @param seed of the choice of {@value #MOST_EXAMPLES} examples where there are more
     */
    static FunctionTag of(
            FunctionTag tag, States states, List<LabelledTask> examples, List<LabelledTask> judges, long seed) {
        long size = (long) tag.members().size() * width(tag) * width(tag);
        if (tag.task() != Task.REGRESSION || judges.isEmpty() || size > LARGEST) {
            return tag;
        }
        return new SolvedHeads(tag, states, judges).best(sample(examples, seed));
    }

    private static List<LabelledTask> sample(List<LabelledTask> examples, long seed) {
        if (examples.size() <= MOST_EXAMPLES) {
            return examples;
        }
        List<LabelledTask> shuffled = new ArrayList<>(examples);
        Collections.shuffle(shuffled, new Random(seed));
        return List.copyOf(shuffled.subList(0, MOST_EXAMPLES));
    }

    private FunctionTag best(List<LabelledTask> examples) {
        List<Ridge> members = new ArrayList<>();
        List<double[]> learned = new ArrayList<>();
        for (FunctionTag.Member member : tag.members()) {
            members.add(new Ridge(width(tag), 1));
            learned.add(doubles(member.head().toArray(), 0, width(tag)));
        }
        states.visit(examples, (read, i) -> {
            for (int m = 0; m < members.size(); m++) {
                double[] x = doubles(read, m * width(tag), width(tag));
                LabelledTask example = examples.get(i);
                double left = -Losses.error(value(dot(learned.get(m), read, m)), example);
                if (left != 0 || example.bound() == LabelledTask.Bound.EXACT) {
                    members.get(m).add(x, left / tag.targetStandardDeviation());
                }
            }
        });
        List<double[]> best = learned;
        double least = loss(learned);
        for (double strength : STRENGTHS) {
            List<double[]> heads = new ArrayList<>();
            for (int m = 0; m < members.size(); m++) {
                heads.add(sum(learned.get(m), members.get(m).solve(strength)[0]));
            }
            double loss = loss(heads);
            if (loss < least) {
                least = loss;
                best = heads;
            }
        }
        return withHeads(best);
    }

    private static int width(FunctionTag tag) {
        return tag.members().get(0).head().width();
    }

    private double value(double readOut) {
        return tag.targetMean() + tag.targetStandardDeviation() * readOut;
    }

    /** On the judges, of the mean over the members. */
    private double loss(List<double[]> heads) {
        List<double[]> predictions = new ArrayList<>();
        for (float[] read : judged) {
            double sum = 0;
            for (int m = 0; m < heads.size(); m++) {
                sum += dot(heads.get(m), read, m);
            }
            predictions.add(new double[] {value(sum / heads.size())});
        }
        double sum = 0;
        for (double loss : Losses.of(Task.REGRESSION, predictions, judges, tag.targetStandardDeviation())) {
            sum += loss;
        }
        return sum;
    }

    private static double dot(double[] head, float[] read, int member) {
        double sum = 0;
        for (int i = 0; i < head.length; i++) {
            sum += head[i] * read[member * head.length + i];
        }
        return sum;
    }

    private static double[] doubles(float[] values, int from, int length) {
        double[] doubles = new double[length];
        for (int i = 0; i < length; i++) {
            doubles[i] = values[from + i];
        }
        return doubles;
    }

    private static double[] sum(double[] a, double[] b) {
        double[] sum = a.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += b[i];
        }
        return sum;
    }

    private FunctionTag withHeads(List<double[]> heads) {
        List<FunctionTag.Member> members = new ArrayList<>();
        for (int m = 0; m < heads.size(); m++) {
            FunctionTag.Member member = tag.members().get(m);
            float[] values = new float[heads.get(m).length];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) heads.get(m)[i];
            }
            members.add(new FunctionTag.Member(
                    member.rows(), new Rows(1, values.length, values), member.deep(), member.lowRank()));
        }
        return tag.withMembers(members);
    }
}
