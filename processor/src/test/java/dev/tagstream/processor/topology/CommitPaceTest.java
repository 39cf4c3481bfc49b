package dev.tagstream.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CommitPaceTest {
    private static final long START = 1_000_000;

    private final CommitPace pace = new CommitPace(Duration.ofMillis(20));

    @Test
    void asksTenTimesASecondWhereNothingWaits() {
        assertThat(pace.isDue(START, Duration.ZERO)).isTrue();
        assertThat(pace.isDue(START + 20, Duration.ZERO)).isFalse();
        assertThat(pace.isDue(START + 99, Duration.ZERO)).isFalse();
        assertThat(pace.isDue(START + 100, Duration.ZERO)).isTrue();
    }

    @Test
    void waitsForACommitAsLongAsRequestsWaitForAnEngine() {
        pace.isDue(START, Duration.ZERO);
        assertThat(pace.isDue(START + 400, Duration.ofMillis(700))).isFalse();
        assertThat(pace.isDue(START + 700, Duration.ofMillis(700))).isTrue();
        assertThat(pace.isDue(START + 800, Duration.ofMillis(90)))
                .as("the queue is worked off")
                .isTrue();
    }

    @Test
    void letsEveryTaskOfTheThreadAskInTheSamePass() {
        pace.isDue(START, Duration.ZERO);
        assertThat(pace.isDue(START + 3, Duration.ofSeconds(5))).isTrue();
        assertThat(pace.isDue(START + 19, Duration.ofSeconds(5))).isTrue();
        assertThat(pace.isDue(START + 20, Duration.ofSeconds(5))).isFalse();
    }

    @Test
    void asksAgainAfterTheClockWasSetBack() {
        pace.isDue(START, Duration.ZERO);
        assertThat(pace.isDue(START - 3_600_000, Duration.ZERO)).isTrue();
    }
}
