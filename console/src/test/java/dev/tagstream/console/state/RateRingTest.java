package dev.tagstream.console.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RateRingTest {
    private static final long NOW = 1_000_000_000;

    private final RateRing ring = new RateRing(Duration.ofSeconds(10), 3);

    @Test
    void countsEachEventInItsOwnSpan() {
        ring.add(NOW - 25_000, NOW, 2);
        ring.add(NOW - 15_000, NOW, 3);
        ring.add(NOW - 1_000, NOW, 5);
        ring.add(NOW, NOW, 7);

        assertThat(ring.over(NOW)).containsExactly(2, 3, 5);
        assertThat(ring.running(NOW)).isEqualTo(7);
        assertThat(ring.end(NOW)).isEqualTo(NOW);
    }

    @Test
    void forgetsWhatIsOlderThanItsSpans() {
        ring.add(NOW - 31_000, NOW, 1);
        ring.add(NOW, NOW, 1);

        assertThat(ring.over(NOW)).containsExactly(0, 0, 0);
        assertThat(ring.over(NOW + 30_000)).containsExactly(1, 0, 0);
        assertThat(ring.over(NOW + 40_000)).containsExactly(0, 0, 0);
        assertThat(ring.over(NOW + 4_000_000)).containsExactly(0, 0, 0);
    }

    @Test
    void countsWhatIsFromTheFutureAsOfNow() {
        ring.add(NOW + 3_600_000, NOW, 4);

        assertThat(ring.running(NOW)).isEqualTo(4);
    }

    @Test
    void tellsTheRateSinceEventsBegan() {
        ring.add(NOW, NOW, 100);

        assertThat(ring.perSecond(NOW + 5_000, NOW)).isEqualTo(20);
        assertThat(ring.perSecond(NOW + 10_000, Long.MIN_VALUE)).isEqualTo(100 / 30.0);
    }

    @Property(tries = 200)
    void countsAllThatIsRecentWhateverTheOrder(
            @ForAll @Size(max = 30) List<@LongRange(min = 0, max = 60_000) Long> ages) {
        RateRing ring = new RateRing(Duration.ofSeconds(10), 3);
        ages.forEach(age -> ring.add(NOW - age, NOW, 1));

        long counted = Arrays.stream(ring.over(NOW)).sum() + ring.running(NOW);
        assertThat(counted).isEqualTo(ages.stream().filter(age -> age <= 30_000).count());
    }
}
