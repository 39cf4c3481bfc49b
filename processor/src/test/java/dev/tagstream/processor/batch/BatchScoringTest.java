package dev.tagstream.processor.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.tagstream.common.intake.RejectReason;
import dev.tagstream.processor.scorer.FakeScorer;
import dev.tagstream.processor.scorer.TagExamples;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of tasks that cannot be scored, and of their neighbours. */
class BatchScoringTest extends BatcherBench {
    @Test
    void refusesAloneWhatCannotBeScored() {
        offer(molecule(1, "CCO"));
        offer(new Submission(2, task("Nothing", "SMILES", "CCO"), mailbox));
        offer(new Submission(3, task("BindingAffinity", "SMILES", "CCO"), mailbox));
        offer(new Submission(4, task("QED", "Protein", "MK"), mailbox));
        tags.change(set -> set.with(TagExamples.function("New", 1, FakeScorer.WIDTH, "{Text}{function}", 1)));
        offer(new Submission(5, task("New", "SMILES", "CCO"), mailbox));
        runAll();

        List<Delivery> deliveries = deliveries();
        assertThat(deliveries)
                .filteredOn(delivery -> delivery.outcome() instanceof Outcome.Refused)
                .extracting(Delivery::ticket, BatcherTest::reason)
                .containsExactlyInAnyOrder(
                        tuple(2L, RejectReason.FUNCTION_UNKNOWN),
                        tuple(3L, RejectReason.PROTEIN_MISSING),
                        tuple(4L, RejectReason.SMILES_MISSING),
                        tuple(5L, RejectReason.DOMAIN_TAG_MISSING));
        assertThat(deliveries).hasSize(5);
        assertThat(scorer.batches()).singleElement().satisfies(batch -> assertThat(batch)
                .hasSize(1));
    }

    @Test
    void halvesABatchUntilTheCulpritIsAlone() {
        scorer.breakingOn(BatcherTest::isCulprit);
        submit(1, "CCO", "CCN", "CCF", "CCI", "CCCl", "CCCBr", "CCCCP");
        runAll();

        List<Delivery> deliveries = deliveries();
        assertThat(deliveries).hasSize(7);
        assertThat(deliveries)
                .filteredOn(delivery -> delivery.outcome() instanceof Outcome.Refused)
                .singleElement()
                .satisfies(delivery -> {
                    assertThat(delivery.ticket()).isEqualTo(4);
                    assertThat(reason(delivery)).isEqualTo(RejectReason.ENGINE_FAILED);
                });
    }

    @Test
    void halvesAndLowersTheBudgetWhenTheDeviceIsFull() {
        scorer.withDeviceTokens(15);
        submit(1, "CCCCCCCCCC", "CCCCCCCCCN", "CCCCCCCCCO", "CCCCCCCCCF");
        assertThat(batcher.runOnce()).isTrue();

        assertThat(batcher.tokenBudget()).isEqualTo(10);
        assertThat(scorer.batches()).hasSize(4);
        assertThat(deliveries()).hasSize(4).allMatch(delivery -> delivery.outcome() instanceof Outcome.Scored);

        submit(5, "CCCCC", "CCCCN", "CCCCO");
        assertThat(batcher.runOnce()).isTrue();
        assertThat(scorer.batches()).hasSize(5);
        assertThat(deliveries()).hasSize(2);
    }

    @Test
    void refusesATaskThatDoesNotFitAloneAndKeepsTheBudget() {
        scorer.withDeviceTokens(50);
        submit(1, "C".repeat(60));
        assertThat(batcher.runOnce()).isTrue();

        assertThat(deliveries()).singleElement().satisfies(delivery -> assertThat(reason(delivery))
                .isEqualTo(RejectReason.ENGINE_FAILED));
        assertThat(batcher.tokenBudget()).isEqualTo(40);
    }

    @Test
    void refusesANumberThatIsNone() {
        scorer.notFiniteOn(BatcherTest::isCulprit);
        submit(1, "CCO", "CCI");
        runAll();

        assertThat(deliveries())
                .extracting(Delivery::ticket, delivery -> delivery.outcome().getClass())
                .containsExactlyInAnyOrder(tuple(1L, Outcome.Scored.class), tuple(2L, Outcome.Refused.class));
    }

    @Test
    void blamesTasksHoweverManyFailInARowWhileTheEngineScoresOthers() {
        scorer.breakingOn(BatcherTest::isCulprit);
        int culprits = 3 * BatchScoring.MAX_FAILURES_IN_A_ROW;
        IntStream.range(0, culprits).forEach(i -> submit(i, "C".repeat(i % 20 + 1) + "I"));
        submit(culprits, "CCO");
        runAll();

        List<Delivery> deliveries = deliveries();
        assertThat(deliveries)
                .extracting(Delivery::ticket)
                .doesNotHaveDuplicates()
                .hasSize(culprits + 1);
        assertThat(deliveries)
                .filteredOn(delivery -> delivery.outcome() instanceof Outcome.Scored)
                .singleElement()
                .satisfies(delivery -> assertThat(delivery.ticket()).isEqualTo(culprits));
    }

    @Test
    void becomesUnavailableWhenEverythingFailsAlone() {
        scorer.breakingOn(task -> true);
        IntStream.rangeClosed(0, BatchScoring.MAX_FAILURES_IN_A_ROW).forEach(i -> submit(i, "C".repeat(i + 1)));

        assertThatThrownBy(this::runAll)
                .isInstanceOf(EngineUnavailable.class)
                .hasMessageContaining("17 tasks in a row failed alone");
    }
}
