package dev.tagstream.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.client.TagstreamException;
import dev.tagstream.model.learn.LabelledTask;
import dev.tagstream.tags.prompt.SpanText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SplitFlagsTest {
    private static final Set<String> DOMAINS = Set.of("SMILES", "CellLine");

    private final SplitFlags flags = new SplitFlags();
    private final List<LabelledTask> rows = new ArrayList<>();

    SplitFlagsTest() {
        WrittenPrompts prompts = new WrittenPrompts();
        for (int i = 0; i < 300; i++) {
            String one = "C".repeat(1 + i % 10);
            String other = "N".repeat(1 + i / 10 % 10);
            rows.add(prompts.row(i, "CellLine", "line " + i / 100, "SMILES", one, "SMILES", other));
        }
    }

    private Split split(String kind) {
        flags.kind = kind;
        flags.check(DOMAINS);
        return flags.of(rows, Function.identity());
    }

    private static Set<List<SpanText>> pairs(List<LabelledTask> part) {
        return part.stream().map(row -> row.task().spans().subList(1, 3)).collect(Collectors.toSet());
    }

    private static Set<SpanText> drugs(List<LabelledTask> part) {
        return pairs(part).stream().flatMap(List::stream).collect(Collectors.toSet());
    }

    @Test
    void coldDrugsAreSeenInNoPairAndColdPairsAreOfDrugsThatAreSeen() {
        Split coldDrugs = split("cold:SMILES");
        Split coldPairs = split("cold-pair:SMILES");

        assertThat(coldDrugs.test()).noneMatch(row -> drugs(coldDrugs.train())
                .containsAll(row.task().spans().subList(1, 3)));
        assertThat(pairs(coldPairs.train())).doesNotContainAnyElementsOf(pairs(coldPairs.test()));
        assertThat(drugs(coldPairs.train())).containsAll(drugs(coldPairs.test()));
        assertThat(pairs(split("random").train()))
                .containsAnyElementsOf(pairs(split("random").test()));
    }

    @Test
    void aSampleIsDrawnAnewWithEachSeed() {
        flags.sample = 100;
        Set<LabelledTask> first = Set.copyOf(split("random").all());
        flags.seed = 2;

        assertThat(first).hasSize(100).isNotEqualTo(Set.copyOf(split("random").all()));
    }

    @Test
    void refusesASplitThatThePromptsDoNotHave() {
        for (String kind : List.of("cold:Protein", "cold-pair:Protein", "cold", "warm:SMILES")) {
            assertThatThrownBy(() -> split(kind))
                    .isInstanceOf(TagstreamException.class)
                    .hasMessage("--split is random, cold: or cold-pair: with one of [CellLine, SMILES].");
        }
    }
}
