package dev.tagstream.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrendTest {
    private record Look(double seconds, double bytes) {}

    @Test
    void saysHowMuchAFigureGrowsInAnHour() {
        Trend trend = trend(100, 10, 0);
        assertThat(trend.perHour()).isCloseTo(3_600, within(1e-6));
        assertThat(trend.growth()).isCloseTo(750, within(1e-6));
    }

    @Test
    void holdsOneLookThatStandsOutForNothing() {
        List<Look> looks = looks(100, 0, 0);
        assertThat(Trend.of(replaced(looks, 99, 1e9), Look::seconds, Look::bytes)
                        .growth())
                .isZero();
    }

    @Test
    void findsNoGrowthInWhatOnlyGoesUpAndDown() {
        Trend trend = trend(400, 0, 50);
        assertThat(trend.growth()).isCloseTo(0, within(1e-6));
        assertThat(trend.perHour()).isCloseTo(0, within(10.0));
    }

    @Test
    void takesASingleLookForBothEnds() {
        assertThat(trend(1, 10, 0)).isEqualTo(new Trend(1_000, 1_000, 0));
    }

    private static Trend trend(int looks, double growth, double swing) {
        return Trend.of(looks(looks, growth, swing), Look::seconds, Look::bytes);
    }

    /** One every ten seconds. */
    private static List<Look> looks(int count, double growth, double swing) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Look(10.0 * i, 1_000 + growth * i + (i % 2 == 0 ? swing : -swing)))
                .toList();
    }

    private static List<Look> replaced(List<Look> looks, int at, double bytes) {
        return IntStream.range(0, looks.size())
                .mapToObj(i -> i == at ? new Look(looks.get(i).seconds(), bytes) : looks.get(i))
                .toList();
    }
}
