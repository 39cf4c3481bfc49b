package dev.tagstream.processor.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tagstream.schemas.RequestLane;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchPolicyTest {
    @Test
    void refusesABudgetThatCouldNeverBeFilled() {
        Duration second = Duration.ofSeconds(1);
        assertThatIllegalArgumentException().isThrownBy(() -> new BatchPolicy(0, Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> new BatchPolicy(1, Duration.ofMillis(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new BatchPolicy(1, 0, second, second));
        assertThatIllegalArgumentException().isThrownBy(() -> new BatchPolicy(1, 1, Duration.ZERO, second));
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
    void admitsWhatFitsAndAnythingIntoAnEmptyLane(int waiting, int tokens, int more, int moreTokens, boolean admits) {
        assertThat(new QueueBounds(10, 1000).admit(RequestLane.BULK, waiting, tokens, more, moreTokens))
                .isEqualTo(admits);
    }
}
