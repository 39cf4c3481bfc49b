package dev.tagstream.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.model.learn.LabelledTask;
import dev.tagstream.tags.FunctionSpec;
import dev.tagstream.tags.Task;
import dev.tagstream.tags.prompt.PromptTemplate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class BaselinesTest {
    private static final FunctionSpec NUMBER =
            new FunctionSpec("f", Task.REGRESSION, "", List.of(), PromptTemplate.parse("{SMILES}{function}"));

    private final Random random = new Random(6);
    private final WrittenPrompts prompts = new WrittenPrompts();

    private static double r2(Tested tested) {
        return tested.figures().get("r2");
    }

    /** A drug works on some lines and not on others, whatever stands beside it. */
    @Test
    void pairMeansKnowWhatADrugDoesToALine() {
        List<LabelledTask> rows = new ArrayList<>();
        for (int line = 0; line < 8; line++) {
            for (int one = 0; one < 8; one++) {
                for (int other = 0; other < one; other++) {
                    boolean turned = random.nextBoolean();
                    rows.add(prompts.row(
                            effect(line, one) + effect(line, other) + 0.1 * random.nextGaussian(),
                            "CellLine",
                            "line " + line,
                            "SMILES",
                            "C".repeat(1 + (turned ? one : other)),
                            "SMILES",
                            "C".repeat(1 + (turned ? other : one))));
                }
            }
        }
        Split split = Split.random(rows, Function.identity(), 1);
        Baselines baselines = new Baselines(NUMBER, split);

        assertThat(baselines.pairMeans()).hasSize(1);
        assertThat(r2(baselines.pairMeans().get(0))).isGreaterThan(0.8);
        assertThat(r2(baselines.offsetsAlone())).isLessThan(0.4);
        assertThat(r2(baselines.kernel(prompts.texts(), Function.identity()).orElseThrow()))
                .as("the kernel holds the same pairs")
                .isGreaterThan(0.8);
    }

    private static double effect(int line, int drug) {
        return Math.sin(37 * (line + 1) * (drug + 1));
    }

    @Test
    void pairsOfTwoSpansAreWholePrompts() {
        List<LabelledTask> rows = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            rows.add(prompts.row(i, "Protein", "MKT" + i % 5, "SMILES", "C".repeat(1 + i / 5)));
        }
        assertThat(new Baselines(NUMBER, Split.random(rows, Function.identity(), 1)).pairMeans())
                .isEmpty();
    }

    @Test
    void withoutAnExactLabelThereIsNoKernel() {
        List<LabelledTask> rows = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            LabelledTask row = prompts.row(i, "SMILES", "C".repeat(1 + i));
            rows.add(new LabelledTask(row.task(), row.label(), LabelledTask.Bound.ABOVE));
        }
        Split split = new Split(rows.subList(0, 20), rows.subList(20, 25), rows.subList(25, 40));

        assertThat(new Baselines(NUMBER, split).kernel(prompts.texts(), Function.identity()))
                .isEmpty();
        assertThat(new Baselines(NUMBER, new Split(exact(split.train()), split.stop(), split.test()))
                        .kernel(prompts.texts(), Function.identity()))
                .isPresent();
    }

    private static List<LabelledTask> exact(List<LabelledTask> rows) {
        List<LabelledTask> exact = new ArrayList<>();
        rows.forEach(row -> exact.add(new LabelledTask(row.task(), row.label(), LabelledTask.Bound.EXACT)));
        return Collections.unmodifiableList(exact);
    }
}
