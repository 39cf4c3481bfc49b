package dev.tagstream.processor.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.processor.scorer.FakeScorer;
import dev.tagstream.processor.scorer.TagExamples;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatcherTest extends BatcherBench {
    @Test
    void waitsUntilTheBudgetIsFilled() {
        submit(1, "CCCCCCCCCC", "CCCCCCCCCN", "CCCCCCCCCO");
        assertThat(batcher.runOnce()).isFalse();

        submit(4, "CCCCCCCCCF");
        assertThat(batcher.runOnce()).isTrue();
        assertThat(scorer.batches()).singleElement().satisfies(batch -> assertThat(batch)
                .hasSize(4));
    }

    @Test
    void waitsNoLongerThanTheMaximumAge() {
        submit(1, "CCO");
        clock = Duration.ofMillis(49);
        assertThat(batcher.runOnce()).isFalse();

        clock = Duration.ofMillis(50);
        assertThat(batcher.runOnce()).isTrue();
        assertThat(deliveries()).singleElement().satisfies(delivery -> {
            assertThat(delivery.ticket()).isEqualTo(1);
            assertThat(delivery.function()).isEqualTo("QED");
            assertThat(delivery.outcome())
                    .isInstanceOfSatisfying(Outcome.Scored.class, scored -> assertThat(scored.scoredAt())
                            .isEqualTo(SCORED_AT));
        });
    }

    @Test
    void letsSharedSpansMeetInABatch() {
        offerPair(1, "MKKK", "CC");
        offerPair(2, "MA", "CCC");
        offerPair(3, "MKKK", "C");
        submit(4, "CCCC");
        offerPair(5, "MA", "C");
        runAll();

        assertThat(scorer.batches()).singleElement().satisfies(batch -> assertThat(batch.stream()
                        .map(task -> task.function() + task.spans().get(0).ids().length + "/" + task.dataTokens()))
                .containsExactly(
                        "BindingAffinity2/3",
                        "BindingAffinity2/5",
                        "BindingAffinity4/5",
                        "BindingAffinity4/6",
                        "QED4/4"));
    }

    @Test
    void takesNoMoreThanTheQueueHolds() {
        Batcher small = batcher(new BatchPolicy(10, NOW), new QueueBounds(2, 1000));

        assertThat(small.offer(List.of(molecule(1, "CCO")), NOW)).isTrue();
        assertThat(small.offer(List.of(molecule(2, "CCO"), molecule(2, "CCN")), NOW))
                .isFalse();
        assertThat(small.offer(List.of(molecule(3, "CCO")), NOW)).isTrue();
        assertThat(small.offer(List.of(molecule(4, "CCO")), Duration.ofMillis(1)))
                .isFalse();

        assertThat(small.runOnce()).isTrue();
        assertThat(small.offer(List.of(molecule(4, "CCO")), NOW)).isTrue();
        assertThat(deliveries()).extracting(Delivery::ticket).containsExactly(1L, 3L);
    }

    @Test
    void readsOneImageOfTheTagsPerBatchItsHalvesIncluded() {
        scorer.breakingOn(BatcherTest::isCulprit)
                .beforeBatch(batch -> tags.change(set -> TagExamples.tags(FakeScorer.WIDTH, 2)));
        submit(1, "CCO", "CCN", "CCI", "CCS");
        runAll();
        assertThat(versions()).containsExactly(1L, 1L, 1L);

        submit(5, "CCO");
        runAll();
        assertThat(versions()).containsExactly(2L);
    }

    @Test
    void skipsWhatNobodyWaitsForAnyMore() {
        Mailbox gone = new Mailbox();
        offer(new Submission(1, task("QED", "SMILES", "CCO"), gone));
        offer(molecule(2, "CCN"));
        offer(new Submission(3, task("QED", "SMILES", "CCF"), gone));
        gone.close();
        runAll();

        assertThat(scorer.batches()).singleElement().satisfies(batch -> assertThat(batch)
                .hasSize(1));
        assertThat(deliveries()).extracting(Delivery::ticket).containsExactly(2L);
        assertThat(gone.poll()).isEmpty();
        assertThat(batcher.waiting()).isZero();
    }
}
