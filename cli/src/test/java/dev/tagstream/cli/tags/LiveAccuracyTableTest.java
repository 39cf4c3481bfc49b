package dev.tagstream.cli.tags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tagstream.client.ExampleRecords;
import dev.tagstream.schemas.LiveAccuracy;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveAccuracyTableTest {
    @Test
    void addsUpThePartitionsOfEachVersionAndOfItsTrialApart() {
        List<List<Object>> rows = List.copyOf(LiveAccuracyTable.of(
                        "F",
                        List.of(
                                sums("F", 2, false, 0, 3, 1.5, 2),
                                sums("F", 1, false, 0, 5, 5.0, 1),
                                sums("F", 2, false, 1, 1, 0.5, 0),
                                sums("F", 2, true, 0, 4, 1.0, 4),
                                sums("G", 2, false, 0, 9, 9.0, 9)))
                .rows());

        assertThat(rows).extracting(row -> row.get(0)).containsExactly(1L, 2L, 2L);
        assertThat(rows).extracting(row -> row.get(1)).containsExactly("no", "no", "yes");
        assertThat(rows).extracting(row -> row.get(2)).containsExactly(5L, 4L, 4L);
        assertThat((Double) rows.get(1).get(4)).as("mean squared error").isCloseTo(0.5, within(1e-12));
        assertThat((Double) rows.get(1).get(6))
                .as("2 of 4 within one deviation")
                .isCloseTo(0.5, within(1e-12));
        assertThat((Double) rows.get(2).get(6)).isCloseTo(1.0, within(1e-12));
    }

    @Test
    void saysNothingOfAnUncertaintyThatWasNotTold() {
        LiveAccuracy plain = LiveAccuracy.newBuilder(sums("F", 1, false, 0, 3, 1, 0))
                .setWithDeviation(0)
                .build();

        List<Object> row =
                LiveAccuracyTable.of("F", List.of(plain)).rows().iterator().next();

        assertThat(row.get(5)).as("R2").isNotNull();
        assertThat(row.get(6)).isNull();
        assertThat(row.get(7)).isNull();
    }

    private static LiveAccuracy sums(
            String function, long version, boolean shadow, int partition, long count, double errors, long withinOne) {
        return new LiveAccuracy(
                function,
                version,
                shadow,
                partition,
                count,
                6.0,
                6.0,
                1.0,
                2.0,
                1.0,
                errors,
                count,
                withinOne,
                count,
                ExampleRecords.TIME);
    }
}
