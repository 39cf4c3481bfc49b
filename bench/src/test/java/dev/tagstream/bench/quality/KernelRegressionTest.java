package dev.tagstream.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.model.learn.LabelledTask;
import dev.tagstream.tags.FunctionSpec;
import dev.tagstream.tags.Task;
import dev.tagstream.tags.prompt.PromptTemplate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KernelRegressionTest {
    private static final FunctionSpec NUMBER =
            new FunctionSpec("f", Task.REGRESSION, "", List.of(), PromptTemplate.parse("{SMILES}{function}"));

    private final Random random = new Random(8);
    private final WrittenPrompts prompts = new WrittenPrompts();

    /** A chain of carbons and oxygens whose number is their difference. */
    private LabelledTask chain(int i) {
        int carbons = 1 + i % 12;
        int oxygens = i / 12;
        return prompts.row(carbons - oxygens, "SMILES", "C".repeat(carbons) + "O".repeat(oxygens));
    }

    private LabelledTask pair(int i) {
        int carbons = 1 + i % 12;
        String residue = "ACDEF".substring(i % 5, i % 5 + 1);
        return prompts.row(
                carbons * (i % 5) + 0.1 * random.nextGaussian(),
                "Protein",
                "MKTAYIAKQRQISFVKSHFSRQ".replace("Q", residue),
                "SMILES",
                "C".repeat(carbons) + "N");
    }

    private static Split split(int rows, IntFunction<LabelledTask> row) {
        List<LabelledTask> shuffled =
                new ArrayList<>(IntStream.range(0, rows).mapToObj(row).toList());
        Collections.shuffle(shuffled, new Random(1));
        int test = rows / 5;
        return new Split(shuffled.subList(2 * test, rows), shuffled.subList(test, 2 * test), shuffled.subList(0, test));
    }

    private List<double[]> predicted(Split split) {
        return fitted(NUMBER, split).predict(split.test());
    }

    private KernelRegression fitted(FunctionSpec spec, Split split) {
        return KernelRegression.fit(spec, prompts.kernel(split.all()), split);
    }

    private static double[] numbers(List<double[]> predictions) {
        return predictions.stream().mapToDouble(prediction -> prediction[0]).toArray();
    }

    @Test
    void saysWhatTheWholeMatrixWouldSay() {
        for (Split split : List.of(split(60, this::chain), split(60, this::pair))) {
            KernelRegression fitted = fitted(NUMBER, split);

            assertThat(numbers(fitted.predict(split.test())))
                    .containsExactly(dense(split, fitted.settings()), within(0.05));
        }
    }

    /** By the formula of the textbook. */
    private double[] dense(Split split, Map<String, Double> named) {
        PromptKernel kernel = prompts.kernel(split.all());
        GridProduct product = kernel.with(new KernelSettings(
                named.get("noise"),
                named.get("parts"),
                named.get("own"),
                kernel.domains().stream()
                        .map(domain -> named.get("power." + domain))
                        .toList()));
        double[] labels =
                split.train().stream().mapToDouble(LabelledTask::label).toArray();
        double mean = IntStream.range(0, labels.length)
                .mapToDouble(i -> labels[i])
                .average()
                .orElseThrow();
        double[][] matrix = new double[labels.length][];
        double[][] asked = new double[labels.length][];
        for (int i = 0; i < labels.length; i++) {
            List<GridProduct.Place> one = kernel.places(List.of(split.train().get(i)));
            matrix[i] = product.times(new double[] {1}, one, kernel.places(split.train()));
            matrix[i][i] += named.get("noise");
            asked[i] = product.times(new double[] {1}, one, kernel.places(split.test()));
            labels[i] -= mean;
        }
        double[] weights = Dense.solve(matrix, labels);
        return IntStream.range(0, split.test().size())
                .mapToDouble(t -> mean
                        + IntStream.range(0, weights.length)
                                .mapToDouble(i -> weights[i] * asked[i][t])
                                .sum())
                .toArray();
    }

    @Test
    void theOrderOfRowsDoesNotMatter() {
        Split split = split(60, this::pair);
        List<LabelledTask> turned = new ArrayList<>(split.train());
        Collections.reverse(turned);

        assertThat(numbers(predicted(new Split(turned, split.stop(), split.test()))))
                .containsExactly(numbers(predicted(split)), within(0.02));
    }

    @Test
    void labelsOfTheTestAreNotLookedAt() {
        Split split = split(60, this::chain);
        List<LabelledTask> others = split.test().stream()
                .map(row -> new LabelledTask(row.task(), -row.label(), row.bound()))
                .toList();

        assertThat(numbers(predicted(new Split(split.train(), split.stop(), others))))
                .containsExactly(numbers(predicted(split)));
    }

    /** Labels to stop by that are noise ask for much noise. */
    @Test
    void rowsToStopByChooseAndTeachNothing() {
        Split split = split(60, this::chain);
        double mean = split.train().stream()
                .mapToDouble(LabelledTask::label)
                .average()
                .orElseThrow();
        List<LabelledTask> flat = split.stop().stream()
                .map(row -> new LabelledTask(row.task(), mean, row.bound()))
                .toList();
        Split toFlat = new Split(split.train(), flat, split.test());

        assertThat(fitted(NUMBER, toFlat).settings().get("noise"))
                .isGreaterThan(fitted(NUMBER, split).settings().get("noise"));
        assertThat(numbers(predicted(new Split(split.train(), List.of(), split.test()))))
                .as("without any the usual settings stay")
                .hasSize(split.test().size());
    }

    @Test
    void anUnseenProteinIsScoredByItsFamily() {
        List<LabelledTask> train = new ArrayList<>();
        List<LabelledTask> stop = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            String residue = "ACDEFGHIKLMN".substring(i, i + 1);
            for (int carbons = 1; carbons < 6; carbons++) {
                String molecule = "C".repeat(carbons) + "N";
                List<LabelledTask> part = i < 9 ? train : stop;
                part.add(prompts.row(8, "Protein", "MKTAYIAKQRQISFVKSHFS" + residue, "SMILES", molecule));
                part.add(prompts.row(5, "Protein", "GGSLLWWPDECCNNHHTTPP" + residue, "SMILES", molecule));
            }
        }
        List<LabelledTask> test = List.of(
                prompts.row(8, "Protein", "MKTAYIAKQRQISFVKSHFSW", "SMILES", "CCN"),
                prompts.row(5, "Protein", "GGSLLWWPDECCNNHHTTPPW", "SMILES", "CCN"));

        double[] found = numbers(predicted(new Split(train, stop, test)));

        assertThat(found[0]).isGreaterThan(7);
        assertThat(found[1]).isLessThan(6);
    }

    @Test
    void twoDrugsInTheOtherOrderAreTheSame() {
        Split split = split(60, i -> drugs(i % 12, (i / 12 + i) % 11, i));
        List<LabelledTask> turned = split.test().stream()
                .map(row -> new LabelledTask(
                        new ScoringTask(
                                "f",
                                List.of(
                                        row.task().spans().get(0),
                                        row.task().spans().get(2),
                                        row.task().spans().get(1))),
                        row.label(),
                        row.bound()))
                .toList();

        assertThat(numbers(predicted(new Split(split.train(), split.stop(), turned))))
                .containsExactly(numbers(predicted(split)), within(1e-9));
    }

    private LabelledTask drugs(int one, int other, int line) {
        return prompts.row(
                one + other + line % 3,
                "CellLine",
                "line " + line % 3,
                "SMILES",
                "C".repeat(1 + one) + "O",
                "SMILES",
                "C".repeat(1 + other) + "O");
    }

    @Test
    void classesAreRankedByWhatIsLikeThem() {
        FunctionSpec classes = new FunctionSpec(
                "f",
                Task.CLASSIFICATION,
                "class",
                List.of("short", "long"),
                PromptTemplate.parse("{SMILES}{function}"));
        Split split = split(60, i -> {
            LabelledTask row = chain(i);
            return new LabelledTask(row.task(), row.label() > 3 ? 1 : 0, row.bound());
        });

        List<double[]> found = fitted(classes, split).predict(split.test());

        assertThat(found).allSatisfy(each -> assertThat(each[0] + each[1]).isCloseTo(1, within(1e-9)));
        assertThat(Tested.of("kernel", Task.CLASSIFICATION, found, split.test())
                        .figures()
                        .get("auc"))
                .isGreaterThan(0.85);
    }

    @Test
    void boundsAreNotLearnedFrom() {
        Split split = split(60, this::chain);
        List<LabelledTask> more = new ArrayList<>(split.train());
        split.train().forEach(row -> more.add(new LabelledTask(row.task(), 1_000, LabelledTask.Bound.BELOW)));

        assertThat(numbers(predicted(new Split(more, split.stop(), split.test()))))
                .containsExactly(numbers(predicted(split)), within(0.02));
        assertThat(KernelRegression.isPossible(
                        new Split(more.subList(split.train().size(), more.size()), split.stop(), split.test())))
                .isFalse();
    }
}
