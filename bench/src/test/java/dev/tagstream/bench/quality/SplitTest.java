package dev.tagstream.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.model.learn.LabelledTask;
import dev.tagstream.tags.prompt.SpanText;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitTest {
    private final List<LabelledTask> examples = IntStream.range(0, 3_000)
            .mapToObj(i -> new LabelledTask(
                    new ScoringTask(
                            "f",
                            List.of(
                                    new SpanText("Protein", new int[] {i % 50}, false),
                                    new SpanText("SMILES", new int[] {i / 50}, false))),
                    i,
                    LabelledTask.Bound.EXACT))
            .toList();

    @Test
    void everyExampleStandsInOnePart() {
        for (Split split : List.of(Split.random(examples, 1), cold(0, 1), cold(1, 1))) {
            assertThat(IntStream.range(0, 3)
                            .mapToObj(part -> List.of(split.train(), split.stop(), split.test())
                                    .get(part))
                            .flatMap(List::stream))
                    .containsExactlyInAnyOrderElementsOf(examples);
        }
    }

    @Test
    void aRandomTestIsASixth() {
        assertThat(Split.random(examples, 1).test()).hasSizeBetween(440, 560);
        assertThat(Split.random(examples, 1))
                .isEqualTo(Split.random(examples, 1))
                .isNotEqualTo(Split.random(examples, 2));
    }

    @Test
    void nothingOfAColdTestIsSeenInTrainingNorWhenStopping() {
        for (int place = 0; place < 2; place++) {
            Split split = cold(place, 3);
            Set<SpanText> tested = spans(split.test(), place);

            assertThat(spans(split.train(), place)).doesNotContainAnyElementsOf(tested);
            assertThat(spans(split.stop(), place)).doesNotContainAnyElementsOf(tested);
            assertThat(spans(split.stop(), place)).doesNotContainAnyElementsOf(spans(split.train(), place));
            assertThat(tested).hasSize(place == 0 ? 10 : 12);
        }
    }

    @Test
    void whatIsWrittenInTwoWaysStandsOnOneSide() {
        Split split = Split.cold(examples, 1, span -> span.ids()[0] / 2, 3);

        assertThat(pairsOfMolecules(split.test()))
                .hasSize(6)
                .doesNotContainAnyElementsOf(pairsOfMolecules(split.train()))
                .doesNotContainAnyElementsOf(pairsOfMolecules(split.stop()));
    }

    private static Set<Integer> pairsOfMolecules(List<LabelledTask> examples) {
        return spans(examples, 1).stream().map(span -> span.ids()[0] / 2).collect(Collectors.toSet());
    }

    private Split cold(int place, long seed) {
        return Split.cold(examples, place, span -> span, seed);
    }

    private static Set<SpanText> spans(List<LabelledTask> examples, int place) {
        return examples.stream()
                .map(example -> example.task().spans().get(place))
                .collect(Collectors.toSet());
    }
}
