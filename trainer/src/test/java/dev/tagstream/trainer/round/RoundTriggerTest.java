package dev.tagstream.trainer.round;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoundTriggerTest {
    private final RoundTrigger trigger = new RoundTrigger(100, 50, Duration.ofMinutes(60));

    @ParameterizedTest
    @CsvSource({
        // results, new, waited, rounds, in use, due
        "0, 0, 0, 0, false, false",
        "99, 99, 600, 0, false, false",
        "100, 100, 0, 0, false, true",
        "100, 0, 600, 1, false, false",
        "101, 1, 0, 1, false, false",
        "150, 50, 0, 1, false, true",
        "101, 1, 60, 1, false, true",
        "10, 10, 0, 0, true, false",
        "50, 50, 0, 0, true, true",
        "1, 1, 60, 3, true, true",
        "1, 1, 59, 3, true, false",
        "500, 0, 600, 3, true, false",
    })
    void isDue(long results, long fresh, long minutes, long rounds, boolean inUse, boolean due) {
        assertThat(trigger.isDue(new RoundTrigger.Standing(results, fresh, Duration.ofMinutes(minutes), rounds, inUse)))
                .isEqualTo(due);
    }
}
