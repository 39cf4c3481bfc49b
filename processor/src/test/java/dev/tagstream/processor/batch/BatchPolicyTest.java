package dev.tagstream.processor.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchPolicyTest {
    private static final BatchPolicy POLICY = new BatchPolicy(100, Duration.ofMillis(50));

    @ParameterizedTest(name = "{0} tokens, oldest {1} ms: due in {2} ms")
    @CsvSource({
        "   1,  0, 50",
        "   1, 20, 30",
        "  99, 49,  1",
        "  99, 50,  0",
        "   1, 51,  0",
        " 100,  0,  0",
        "5000,  0,  0",
    })
    void isDueWhenTheBudgetIsFilledOrTheOldestIsTooOld(int tokens, long ageMs, long delayMs) {
        assertThat(POLICY.delay(tokens, Duration.ofMillis(ageMs))).isEqualTo(Duration.ofMillis(delayMs));
    }

    @ParameterizedTest(name = "next {0} after {1}: {2}")
    @CsvSource({
        " 10,  0, true",
        "100,  0, true",
        "500,  0, true",
        " 10, 90, true",
        " 11, 90, false",
        "  1, 99, true",
        "  1, 100, false",
    })
    void takesWhatFitsAndTheFirstInAnyCase(int next, int taken, boolean takes) {
        assertThat(POLICY.takes(next, taken)).isEqualTo(takes);
    }

    @ParameterizedTest(name = "{0} tokens did not fit: {1} next")
    @CsvSource({"100, 50", "60, 30", "1, 1", "5000, 100"})
    void halvesWhatDidNotFitAndNeverGrows(int failed, int next) {
        assertThat(POLICY.afterOverflow(failed)).isEqualTo(new BatchPolicy(next, POLICY.maxAge()));
    }

    @Test
    void refusesABudgetThatCouldNeverBeFilled() {
        assertThatIllegalArgumentException().isThrownBy(() -> new BatchPolicy(0, Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> new BatchPolicy(1, Duration.ofMillis(-1)));
    }

    @ParameterizedTest(name = "{0} tasks of {1} tokens wait, {2} of {3} come: {4}")
    @CsvSource({
        "0,   0, 50, 5000, true",
        "3, 300,  1,  100, true",
        "9, 100,  1,    1, true",
        "9, 100,  2,    2, false",
        "3, 950,  1,   51, false",
        "3, 950,  1,   50, true",
    })
    void admitsWhatFitsAndAnythingIntoAnEmptyQueue(int waiting, int tokens, int more, int moreTokens, boolean admits) {
        assertThat(new QueueBounds(10, 1000).admit(waiting, tokens, more, moreTokens))
                .isEqualTo(admits);
    }
}
