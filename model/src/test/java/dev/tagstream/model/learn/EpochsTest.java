package dev.tagstream.model.learn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.tags.prompt.PromptTemplate;
import dev.tagstream.tags.prompt.SpanText;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EpochsTest {
    private static final PromptTemplate PAIR = PromptTemplate.parse("{Protein}{SMILES}{function}");

    private final List<LabelledTask> examples = IntStream.range(0, 1_000)
            .mapToObj(i -> new LabelledTask(
                    new ScoringTask(
                            "f",
                            List.of(
                                    new SpanText("Protein", new int[] {i % 7}, false),
                                    new SpanText("SMILES", new int[] {i}, false))),
                    i,
                    LabelledTask.Bound.EXACT))
            .toList();

    private final Epochs epochs = new Epochs(examples, PAIR, 96, 5);

    @Test
    void passOverEachExampleOnce() {
        List<LabelledTask> seen =
                epochs.batches(0).stream().flatMap(List::stream).toList();

        assertThat(seen).containsExactlyInAnyOrderElementsOf(examples);
    }

    @Test
    void differFromEachOtherAndAreTheSameForTheSameNumber() {
        assertThat(epochs.batches(3)).isEqualTo(epochs.batches(3)).isNotEqualTo(epochs.batches(4));
    }

    @Test
    void haveBatchesOfAFewProteins() {
        assertThat(epochs.batches(0)).allSatisfy(batch -> assertThat(
                        batch.stream().map(e -> e.task().spans().get(0)).distinct())
                .hasSizeLessThanOrEqualTo(5));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 31, 32, 48, 96, 2_000})
    void haveBatchesOfTheSizeAskedFor(int size) {
        List<List<LabelledTask>> batches = new Epochs(examples, PAIR, size, 5).batches(0);

        assertThat(batches).hasSize((examples.size() + size - 1) / size);
        assertThat(batches.subList(0, batches.size() - 1))
                .allSatisfy(batch -> assertThat(batch).hasSize(size));
    }
}
