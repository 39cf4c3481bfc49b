package dev.tagstream.trainer.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tagstream.common.accuracy.AccuracyTally;
import dev.tagstream.model.learn.Metrics;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class AccuracyTallyTest {
    /** A prediction and what was measured. */
    record Pair(double predicted, double measured) {}

    @Property(tries = 500)
    void addsUpToTheMetricsOfAllPairs(@ForAll("pairs") List<Pair> pairs, @ForAll int cut) {
        int middle = Math.floorMod(cut, pairs.size() + 1);
        AccuracyTally together = sum(pairs.subList(0, middle)).plus(sum(pairs.subList(middle, pairs.size())));

        Map<String, Double> expected = Metrics.regression(
                pairs.stream().mapToDouble(Pair::predicted).toArray(),
                pairs.stream().mapToDouble(Pair::measured).toArray());
        assertThat(together.count()).isEqualTo(pairs.size());
        agree(together.mse(), expected.get("mse"));
        if (together.spreadMeasured() > 1e-6 && together.spreadPredicted() > 1e-6) {
            agree(together.r2(), expected.get("r2"));
            agree(together.pearson(), expected.get("pearson"));
        }
    }

    private static void agree(OptionalDouble found, double expected) {
        assertThat(found.orElseThrow()).isCloseTo(expected, within(1e-6 * Math.max(1, Math.abs(expected))));
    }

    private static AccuracyTally sum(List<Pair> pairs) {
        return pairs.stream()
                .map(pair -> AccuracyTally.of(pair.predicted(), pair.measured(), OptionalDouble.empty()))
                .reduce(AccuracyTally.NONE, AccuracyTally::plus);
    }

    @Provide
    Arbitrary<List<Pair>> pairs() {
        Arbitrary<Double> values = Arbitraries.doubles().between(3, 10);
        return values.flatMap(p -> values.map(m -> new Pair(p, m)))
                .list()
                .ofMinSize(1)
                .ofMaxSize(40);
    }
}
