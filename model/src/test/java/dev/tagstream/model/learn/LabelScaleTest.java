package dev.tagstream.model.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.model.learn.LabelledTask.Bound;
import dev.tagstream.tags.FunctionSpec;
import dev.tagstream.tags.Task;
import dev.tagstream.tags.prompt.PromptTemplate;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Labels around 7, beside bounds at 5. */
class LabelScaleTest {
    private static final FunctionSpec AFFINITY = new FunctionSpec(
            "Affinity", Task.REGRESSION, "pKd", List.of(), PromptTemplate.parse("{bos}{SMILES}\n{function}"));

    @Test
    void boundsDoNotCountBesideEnoughValues() {
        LabelScale scale = LabelScale.of(AFFINITY, together(values(LabelScale.ENOUGH), bounds(1_000)));

        assertThat(scale).isEqualTo(LabelScale.of(AFFINITY, values(LabelScale.ENOUGH)));
        assertThat(scale.mean()).isCloseTo(7, within(1e-9));
        assertThat(scale.standardDeviation()).isCloseTo(1, within(1e-9));
    }

    @Test
    void boundsCountWhereThereAreTooFewValues() {
        int few = LabelScale.ENOUGH - 2;
        LabelScale scale = LabelScale.of(AFFINITY, together(values(few), bounds(few)));

        assertThat(scale.mean()).isCloseTo(6, within(1e-9));
        assertThat(scale.standardDeviation()).isGreaterThan(1);
    }

    @Test
    void boundsCountWhereAllValuesAreOne() {
        List<LabelledTask> same = Stream.generate(() -> example(7, Bound.EXACT))
                .limit(LabelScale.ENOUGH)
                .toList();

        assertThat(LabelScale.of(AFFINITY, together(same, bounds(LabelScale.ENOUGH)))
                        .mean())
                .isCloseTo(6, within(1e-9));
        assertThatThrownBy(() -> LabelScale.of(AFFINITY, same)).hasMessageContaining("nothing to learn");
    }

    private static List<LabelledTask> together(List<LabelledTask> values, List<LabelledTask> bounds) {
        return Stream.concat(values.stream(), bounds.stream()).toList();
    }

    /** An even number of them, half 6 and half 8. */
    private static List<LabelledTask> values(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> example(6 + 2 * (i % 2), Bound.EXACT))
                .toList();
    }

    private static List<LabelledTask> bounds(int count) {
        return Stream.generate(() -> example(5, Bound.BELOW)).limit(count).toList();
    }

    private static LabelledTask example(double label, Bound bound) {
        return new LabelledTask(new ScoringTask("Affinity", List.of()), label, bound);
    }
}
