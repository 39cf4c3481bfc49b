package dev.tagstream.model.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.model.prompt.SpanText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpanOffsetsTest {
    @Test
    void recoverWhatIsAdditive() {
        List<LabelledTask> examples = new ArrayList<>();
        double[] residuals = new double[12 * 8];
        for (int p = 0; p < 12; p++) {
            for (int m = 0; m < 8; m++) {
                residuals[examples.size()] = (p - 5.5) * 0.1 + (m - 3.5) * 0.2;
                examples.add(pair(p, m));
            }
        }
        Map<String, Double> offsets = SpanOffsets.fit(examples, residuals, 1e-9);
        for (int i = 0; i < residuals.length; i++) {
            assertThat(SpanOffsets.of(examples.get(i), offsets)).isCloseTo(residuals[i], within(1e-6));
        }
    }

    @Test
    void shrinkTowardsZeroAndAreNoneForTheUnseen() {
        Map<String, Double> offsets = SpanOffsets.fit(List.of(one(1), one(1)), new double[] {1, 1}, 2);

        assertThat(SpanOffsets.of(one(1), offsets)).isCloseTo(0.5, within(1e-12));
        assertThat(SpanOffsets.of(one(2), offsets)).isZero();
    }

    private static LabelledTask pair(int protein, int molecule) {
        return example(
                new SpanText("Protein", new int[] {protein}, false),
                new SpanText("SMILES", new int[] {molecule}, false));
    }

    private static LabelledTask one(int molecule) {
        return example(new SpanText("SMILES", new int[] {molecule}, false));
    }

    private static LabelledTask example(SpanText... spans) {
        return new LabelledTask(new ScoringTask("f", List.of(spans)), 0, LabelledTask.Bound.EXACT);
    }
}
