package dev.tagstream.processor.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchBudgetTest {
    /** A millisecond and ten bytes for each distinct token, nothing else. */
    private static final CostModel COST = new CostModel(0, 0, 0, 0, 0.001, 0, 0, 10, 1);

    private static final BatchPolicy POLICY = new BatchPolicy(1000, 500, Duration.ofMillis(40), Duration.ofMillis(50));
    private static final BatchBudget BUDGET = BatchBudget.of(POLICY).withCost(COST);

    @ParameterizedTest(name = "{0} tasks, {1} tokens, {2} of them distinct: full {3}, allowed {4}")
    @CsvSource({
        " 9,  999, 39, false, true", // below all
        "10, 1000, 39, true,  true", // tokens
        "10, 1001, 39, true,  false",
        " 9,  999, 40, true,  true", // milliseconds
        " 9,  999, 41, true,  false",
        " 1, 9999, 99, true,  true", // alone it goes in any case
    })
    void isFullByTokensOrTime(int tasks, int tokens, int distinct, boolean full, boolean allowed) {
        BatchSize amount = new BatchSize(tasks, tokens, tasks, distinct, 0);
        assertThat(BUDGET.isFull(amount)).isEqualTo(full);
        assertThat(BUDGET.allows(amount)).isEqualTo(allowed);
    }

    @ParameterizedTest(name = "{0} ms of any batch: full at {1} ms")
    @CsvSource({"0, 40", "8, 40", "9, 45", "20, 100", "32, 160", "50, 160"})
    void growsWithWhatAnyBatchCostsUpToFourTargets(double ownMs, int fullAtMs) {
        BatchBudget budget = BUDGET.withCost(new CostModel(ownMs / 1000, 0, 0, 0, 0.001, 0, 0, 0, 1));
        int tokens = (int) (fullAtMs - ownMs);
        assertThat(budget.isFull(tokens(tokens))).isTrue();
        assertThat(budget.isFull(tokens(tokens - 1))).isFalse();
    }

    @Test
    void isFullByBytes() {
        BatchBudget patient = BatchBudget.of(new BatchPolicy(1000, 500, Duration.ofHours(1), Duration.ZERO))
                .withCost(COST);
        assertThat(patient.isFull(tokens(49))).isFalse();
        assertThat(patient.isFull(tokens(50))).isTrue();
        assertThat(patient.allows(tokens(50))).isTrue();
        assertThat(patient.allows(tokens(51))).isFalse();
    }

    @Test
    void isBoundByTokensAloneBeforeItWasMeasured() {
        assertThat(BatchBudget.of(POLICY).isFull(tokens(999))).isFalse();
        assertThat(BatchBudget.of(POLICY).isFull(tokens(1000))).isTrue();
    }

    @ParameterizedTest(name = "oldest {0} ms: due in {1} ms")
    @CsvSource({"0, 50", "20, 30", "50, 0", "51, 0"})
    void isDueOnAnIdleEngineWhenTheOldestHasWaited(long ageMs, long delayMs) {
        assertThat(BUDGET.delay(Duration.ofMillis(ageMs))).isEqualTo(Duration.ofMillis(delayMs));
    }

    @ParameterizedTest(name = "{0} tokens did not fit: {1} next, {2} bytes")
    @CsvSource({"100, 50, 500", "60, 30, 300", "1, 1, 5", "5000, 1000, 500"})
    void halvesWhatDidNotFitAndNeverGrowsThereby(int failed, int tokens, long bytes) {
        BatchBudget lower = BUDGET.afterOverflow(tokens(failed));
        assertThat(lower.tokenCeiling()).isEqualTo(tokens);
        assertThat(lower.byteCeiling()).isEqualTo(bytes);
    }

    @Test
    void risesAgainAfterManyBatchesThatFitted() {
        BatchBudget lower = BUDGET.afterOverflow(tokens(40));
        BatchBudget budget = lower;
        for (int i = 1; i < BatchBudget.RECOVER_AFTER; i++) {
            budget = budget.afterSuccess(tokens(20), 0);
        }
        assertThat(budget.tokenCeiling()).isEqualTo(20);

        budget = budget.afterSuccess(tokens(20), 0);
        assertThat(budget.tokenCeiling()).isEqualTo(40);
        assertThat(budget.byteCeiling()).isEqualTo(400);
        for (int i = 0; i < 10 * BatchBudget.RECOVER_AFTER; i++) {
            budget = budget.afterSuccess(tokens(20), 0);
        }
        assertThat(budget).isEqualTo(BUDGET.withCost(budget.cost()));
        assertThat(budget.isLowered()).isFalse();
    }

    @Test
    void holdsLessOnceBatchesTakeLongerThanExpected() {
        BatchBudget budget = BUDGET;
        for (int i = 0; i < 20; i++) {
            budget = budget.afterSuccess(tokens(40), 4 * 0.040);
        }
        assertThat(budget.cost().seconds(tokens(10))).isCloseTo(0.040, within(1e-3));
        assertThat(budget.allows(tokens(12))).isFalse();
        assertThat(budget.tokenCeiling()).isEqualTo(POLICY.maxTokens());
    }

    /** Two tasks that share nothing. */
    private static BatchSize tokens(int tokens) {
        return new BatchSize(2, tokens, 2, tokens, 0);
    }
}
