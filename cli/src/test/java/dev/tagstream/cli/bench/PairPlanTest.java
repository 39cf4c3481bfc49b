package dev.tagstream.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.cli.bench.PairPlan.Kind;
import dev.tagstream.cli.bench.PairPlan.Pair;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairPlanTest {
    @Test
    void aPanelStaysWithATileOfCompoundsUntilAllTargetsMetIt() {
        assertThat(pairs(new PairPlan(Kind.PANEL, 3, 2, 2)))
                .containsExactly(
                        new Pair(0, 0), new Pair(1, 0), new Pair(0, 1), new Pair(1, 1), new Pair(2, 0), new Pair(2, 1));
    }

    @ParameterizedTest
    @CsvSource({"7, 3, 2", "7, 3, 7", "7, 3, 100", "1, 5, 4", "6, 1, 4"})
    void aPanelHasEveryPairOnce(int compounds, int targets, int tile) {
        assertThat(pairs(new PairPlan(Kind.PANEL, compounds, targets, tile)))
                .hasSize(compounds * targets)
                .doesNotHaveDuplicates()
                .allMatch(pair -> pair.compound() < compounds && pair.target() < targets);
    }

    @Test
    void aLibraryMeetsOneTargetAndUnrelatedPairsShareNothing() {
        assertThat(pairs(new PairPlan(Kind.LIBRARY, 3, 1, 2)))
                .containsExactly(new Pair(0, 0), new Pair(1, 0), new Pair(2, 0));
        assertThat(pairs(new PairPlan(Kind.PAIRS, 2, 2, 2))).containsExactly(new Pair(0, 0), new Pair(1, 1));
    }

    @Test
    void refusesCountsThatTheKindDoesNotHave() {
        assertThatThrownBy(() -> new PairPlan(Kind.LIBRARY, 3, 2, 2))
                .hasMessage("a library of 3 compounds and 2 targets, 2 at a time");
        assertThatThrownBy(() -> new PairPlan(Kind.SPANS, 3, 2, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PairPlan(Kind.PANEL, 3, 2, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Pair> pairs(PairPlan plan) {
        return LongStream.range(0, plan.pairs()).mapToObj(plan::pair).toList();
    }
}
