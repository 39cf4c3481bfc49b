package dev.tagstream.processor.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.processor.scorer.FakeScorer;
import dev.tagstream.processor.scorer.TagExamples;
import dev.tagstream.runtime.tags.ActiveTags;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The batcher with its thread running. */
class EngineThreadTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final FakeScorer scorer = new FakeScorer();
    private final Mailbox mailbox = new Mailbox();
    private final Batcher batcher = batcher(new BatchPolicy(1000, Duration.ofMillis(1)), new QueueBounds(1, 1000));

    private Batcher batcher(BatchPolicy policy, QueueBounds bounds) {
        return new Batcher(List.of(scorer), activeTags(), policy, bounds, WarmUp.NONE);
    }

    @AfterEach
    void close() {
        batcher.close();
    }

    @Test
    void answersIntoTheMailboxOfTheSubmitter() {
        batcher.start();
        assertThat(batcher.offer(List.of(submission(7)), PATIENCE)).isTrue();

        assertThat(await().atMost(PATIENCE).until(mailbox::poll, Optional::isPresent))
                .hasValueSatisfying(delivery -> assertThat(delivery.ticket()).isEqualTo(7));
    }

    @Test
    void startsAFullBatchWithoutWaitingForItsAge() {
        int tokens = submission(1).tokens();
        try (Batcher patient =
                batcher(new BatchPolicy(3 * tokens, Duration.ofHours(1)), new QueueBounds(100, 100 * tokens))) {
            patient.start();
            for (int ticket = 1; ticket <= 6; ticket++) {
                patient.offer(List.of(submission(ticket)), PATIENCE);
            }
            await().atMost(PATIENCE).until(() -> patient.waiting() == 0);
        }
        assertThat(scorer.batches()).extracting(List::size).containsExactly(3, 3);
    }

    @Test
    void wakesAnOfferThatWaitsForRoom() {
        assertThat(batcher.offer(List.of(submission(1)), Duration.ZERO)).isTrue();
        assertThat(batcher.offer(List.of(submission(2)), Duration.ZERO)).isFalse();

        batcher.start();
        assertThat(batcher.offer(List.of(submission(2)), PATIENCE)).isTrue();
    }

    @Test
    void tellsSubmittersWhenTheEngineThreadDies() {
        scorer.beforeBatch(batch -> {
            throw new OutOfMemoryError("no heap left");
        });
        batcher.start();
        batcher.offer(List.of(submission(1)), PATIENCE);

        await().atMost(PATIENCE).untilAsserted(() -> assertThatThrownBy(batcher::ensureAvailable)
                .isInstanceOf(EngineUnavailable.class)
                .hasMessageContaining("no heap left"));
        assertThatThrownBy(() -> batcher.offer(List.of(submission(2)), PATIENCE))
                .isInstanceOf(EngineUnavailable.class);
    }

    @Test
    void finishesTheBatchInHandWhenClosed() throws InterruptedException {
        CountDownLatch scoring = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        scorer.beforeBatch(batch -> {
            scoring.countDown();
            awaitLatch(finish);
        });
        batcher.start();
        batcher.offer(List.of(submission(1)), PATIENCE);
        scoring.await();
        batcher.offer(List.of(submission(2)), PATIENCE);

        Thread closing = new Thread(batcher::close);
        closing.start();
        await().atMost(PATIENCE).until(() -> batcher.waiting() == 0);
        finish.countDown();
        closing.join(PATIENCE.toMillis());

        assertThat(closing.isAlive()).isFalse();
        assertThat(scorer.batches()).hasSize(1);
        assertThat(mailbox.poll())
                .hasValueSatisfying(delivery -> assertThat(delivery.ticket()).isEqualTo(1));
        assertThatThrownBy(batcher::ensureAvailable).hasMessage("the engine is closed");
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Submission submission(long ticket) {
        return new Submission(ticket, new ScoringTask("QED", List.of(scorer.tokenize("SMILES", "CCO"))), mailbox);
    }

    private static ActiveTags activeTags() {
        ActiveTags tags = new ActiveTags();
        tags.change(none -> TagExamples.tags(FakeScorer.WIDTH, 1));
        return tags;
    }
}
