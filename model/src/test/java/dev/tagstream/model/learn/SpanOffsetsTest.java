package dev.tagstream.model.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.tags.prompt.SpanText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
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
        Map<String, Double> offsets = new SpanOffsets(examples).fit(residuals, Map.of("Protein", 1e-9, "SMILES", 1e-9));
        for (int i = 0; i < residuals.length; i++) {
            assertThat(SpanOffsets.of(examples.get(i), offsets)).isCloseTo(residuals[i], within(1e-6));
        }
    }

    @Test
    void shrinkTowardsZeroAndAreNoneForTheUnseen() {
        Map<String, Double> offsets =
                new SpanOffsets(List.of(one(1), one(1))).fit(new double[] {1, 1}, Map.of("SMILES", 2.0));

        assertThat(SpanOffsets.of(one(1), offsets)).isCloseTo(0.5, within(1e-12));
        assertThat(SpanOffsets.of(one(2), offsets)).isZero();
    }

    /** As two drugs of a combination, in either order. */
    @Test
    void areOneForASpanAtSeveralPlaces() {
        List<LabelledTask> examples = new ArrayList<>();
        double[] residuals = new double[12 * 11];
        for (int a = 0; a < 12; a++) {
            for (int b = 0; b < 12; b++) {
                if (a != b) {
                    residuals[examples.size()] = (a - 5.5) * 0.1 + (b - 5.5) * 0.1;
                    examples.add(example(molecule(a), molecule(b)));
                }
            }
        }
        Map<String, Double> offsets = new SpanOffsets(examples).fit(residuals, Map.of("SMILES", 1e-9));

        for (int a = 0; a < 12; a++) {
            assertThat(SpanOffsets.of(one(a), offsets)).isCloseTo((a - 5.5) * 0.1, within(1e-6));
        }
    }

    @Test
    void ofADomainThatOnlyMisleadsAreLeftOut() {
        Random random = new Random(5);
        List<LabelledTask> examples = new ArrayList<>();
        double[] residuals = new double[400];
        for (int i = 0; i < residuals.length; i++) {
            examples.add(pair(i % 20, i));
            residuals[i] = i % 20 < 10 ? -1 : 1;
        }
        List<LabelledTask> judges = new ArrayList<>();
        double[] own = new double[400];
        for (int i = 0; i < own.length; i++) {
            judges.add(pair(i % 20, random.nextInt(400))); // the same molecules with other proteins
            own[i] = i % 20 < 10 ? -1 : 1;
        }
        OffsetChoice choice = new OffsetChoice(examples, judges);

        assertThat(choice.best(residuals, own).offsets()).hasSize(20);
        assertThat(choice.best(residuals, new double[400]).offsets()).isEmpty();
    }

    private static LabelledTask pair(int protein, int molecule) {
        return example(new SpanText("Protein", new int[] {protein}, false), molecule(molecule));
    }

    private static LabelledTask one(int molecule) {
        return example(molecule(molecule));
    }

    private static SpanText molecule(int number) {
        return new SpanText("SMILES", new int[] {number}, false);
    }

    private static LabelledTask example(SpanText... spans) {
        return new LabelledTask(new ScoringTask("f", List.of(spans)), 0, LabelledTask.Bound.EXACT);
    }
}
