package dev.tagstream.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.model.learn.LabelledTask;
import dev.tagstream.tags.prompt.SpanText;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
        for (Split split : List.of(random(1), cold(0, 1), cold(1, 1))) {
            assertThat(IntStream.range(0, 3)
                            .mapToObj(part -> List.of(split.train(), split.stop(), split.test())
                                    .get(part))
                            .flatMap(List::stream))
                    .containsExactlyInAnyOrderElementsOf(examples);
        }
    }

    @Test
    void aRandomTestIsASixth() {
        assertThat(random(1).test()).hasSizeBetween(440, 560);
        assertThat(random(1)).isEqualTo(random(1)).isNotEqualTo(random(2));
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
        Split split = Split.cold(examples, "SMILES", span -> span.ids()[0] / 2, 3);

        assertThat(pairsOfMolecules(split.test()))
                .hasSize(6)
                .doesNotContainAnyElementsOf(pairsOfMolecules(split.train()))
                .doesNotContainAnyElementsOf(pairsOfMolecules(split.stop()));
    }

    private static Set<Integer> pairsOfMolecules(List<LabelledTask> examples) {
        return spans(examples, 1).stream().map(span -> span.ids()[0] / 2).collect(Collectors.toSet());
    }

    private Split cold(int place, long seed) {
        return Split.cold(examples, place == 0 ? "Protein" : "SMILES", span -> span, seed);
    }

    private Split random(long seed) {
        return Split.random(examples, span -> span, seed);
    }

    /** A prompt that was measured twice must not be learned from and tested on. */
    @Test
    void replicatesStandOnOneSide() {
        List<LabelledTask> twice =
                Stream.concat(examples.stream(), examples.stream()).toList();
        Split split = Split.random(twice, span -> span, 1);

        assertThat(split.test()).hasSizeBetween(900, 1_100).doesNotContainAnyElementsOf(split.train());
        assertThat(split.stop()).doesNotContainAnyElementsOf(split.train());
    }

    /** The first drug of one combination is the second of another. */
    @Test
    void aColdDrugIsSeenAtNoPlace() {
        List<LabelledTask> combinations = combinations();
        Split split = Split.cold(combinations, "SMILES", span -> span, 1);
        Set<SpanText> seen = drugs(split.train());
        Set<SpanText> cold = drugs(combinations).stream()
                .filter(drug -> !seen.contains(drug) && !drugs(split.stop()).contains(drug))
                .collect(Collectors.toSet());

        assertThat(cold).hasSize(6);
        assertThat(split.test())
                .isNotEmpty()
                .allSatisfy(example -> assertThat(example.task().spans()).containsAnyElementsOf(cold));
    }

    @Test
    void aColdPairIsSeenInNoOrder() {
        Split split = Split.coldTogether(combinations(), "SMILES", span -> span, 1);
        Set<Set<SpanText>> cold = pairs(split.test());

        assertThat(cold).hasSize(87);
        assertThat(pairs(split.train())).doesNotContainAnyElementsOf(cold);
        assertThat(drugs(split.train())).containsAll(drugs(split.test()));
    }

    private static List<LabelledTask> combinations() {
        return IntStream.range(0, 900)
                .filter(i -> i / 30 != i % 30)
                .mapToObj(i -> new LabelledTask(
                        new ScoringTask(
                                "f",
                                List.of(
                                        new SpanText("SMILES", new int[] {i / 30}, false),
                                        new SpanText("SMILES", new int[] {i % 30}, false))),
                        i,
                        LabelledTask.Bound.EXACT))
                .toList();
    }

    private static Set<SpanText> drugs(List<LabelledTask> combinations) {
        return combinations.stream()
                .flatMap(example -> example.task().spans().stream())
                .collect(Collectors.toSet());
    }

    private static Set<Set<SpanText>> pairs(List<LabelledTask> combinations) {
        return combinations.stream()
                .map(example -> Set.copyOf(example.task().spans()))
                .collect(Collectors.toSet());
    }

    private static Set<SpanText> spans(List<LabelledTask> examples, int place) {
        return examples.stream()
                .map(example -> example.task().spans().get(place))
                .collect(Collectors.toSet());
    }
}
