package dev.tagstream.console.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

class ScoreBinsTest {
    @Property(tries = 300)
    void holdsEveryNumberInABinThatItLiesIn(
            @ForAll @NotEmpty List<@DoubleRange(min = -1e100, max = 1e100) Double> finite) {
        ScoreBins bins = new ScoreBins();
        finite.forEach(bins::add);

        ScoreBins.Bins all = bins.bins();
        assertThat(all.counts()).hasSizeLessThanOrEqualTo(ConsoleLimits.BINS);
        assertThat(all.counts().stream().mapToLong(Long::longValue).sum()).isEqualTo(finite.size());
        double low = finite.stream().mapToDouble(Double::doubleValue).min().orElse(0);
        double high = finite.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        if (!finite.isEmpty()) {
            assertThat(all.low()).isLessThanOrEqualTo(low);
            assertThat(low - all.low()).isLessThanOrEqualTo(all.width());
            assertThat(all.low() / all.width() + all.counts().size()).isGreaterThanOrEqualTo(high / all.width());
        }
    }

    @Test
    void usesAtLeastHalfOfItsBinsWhereNumbersSpread() {
        ScoreBins bins = new ScoreBins();
        for (int i = 0; i < 10_000; i++) {
            bins.add(4 + i / 2_000.0);
        }

        assertThat(bins.bins().counts()).hasSizeGreaterThan(ConsoleLimits.BINS / 2);
    }

    @Test
    void isEmptyBeforeTheFirst() {
        assertThat(new ScoreBins().bins().counts()).isEmpty();
    }
}
