package dev.tagstream.processor.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.processor.scorer.FakeScorer;
import dev.tagstream.processor.scorer.TagExamples;
import dev.tagstream.runtime.reject.RejectReason;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatcherTest {
    private static final Duration NOW = Duration.ZERO;
    private static final Instant SCORED_AT = Instant.parse("2026-03-01T12:00:00Z");

    private final FakeScorer scorer = new FakeScorer();
    private final ActiveTags tags = new ActiveTags();
    private final Mailbox mailbox = new Mailbox();
    private Duration clock = Duration.ZERO;
    private final Batcher batcher = batcher(new BatchPolicy(40, Duration.ofMillis(50)), new QueueBounds(100, 1000));

    BatcherTest() {
        tags.change(none -> TagExamples.tags(FakeScorer.WIDTH, 1));
    }

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

    @Test
    void becomesUnavailableWhenEverythingFailsAlone() {
        scorer.breakingOn(task -> true);
        IntStream.rangeClosed(0, BatchScoring.MAX_FAILURES_IN_A_ROW).forEach(i -> submit(i, "C".repeat(i + 1)));

        assertThatThrownBy(this::runAll)
                .isInstanceOf(EngineUnavailable.class)
                .hasMessageContaining("17 tasks in a row failed alone");
    }

    private void runAll() {
        clock = clock.plusSeconds(1);
        while (batcher.runOnce()) {
            clock = clock.plusSeconds(1);
        }
    }

    private Batcher batcher(BatchPolicy policy, QueueBounds bounds) {
        return new Batcher(scorer, tags, policy, bounds, InstantSource.fixed(SCORED_AT), () -> clock.toNanos());
    }

    private void submit(long firstTicket, String... smiles) {
        for (int i = 0; i < smiles.length; i++) {
            offer(molecule(firstTicket + i, smiles[i]));
        }
    }

    private void offerPair(long ticket, String protein, String smiles) {
        ScoringTask pair = new ScoringTask(
                "BindingAffinity", List.of(scorer.tokenize("Protein", protein), scorer.tokenize("SMILES", smiles)));
        offer(new Submission(ticket, pair, mailbox));
    }

    private void offer(Submission submission) {
        assertThat(batcher.offer(List.of(submission), NOW)).isTrue();
    }

    private Submission molecule(long ticket, String smiles) {
        return new Submission(ticket, task("QED", "SMILES", smiles), mailbox);
    }

    private ScoringTask task(String function, String domain, String text) {
        return new ScoringTask(function, List.of(scorer.tokenize(domain, text)));
    }

    private List<Delivery> deliveries() {
        List<Delivery> all = new ArrayList<>();
        for (var next = mailbox.poll(); next.isPresent(); next = mailbox.poll()) {
            all.add(next.get());
        }
        return all;
    }

    private List<Long> versions() {
        return deliveries().stream()
                .map(Delivery::outcome)
                .filter(Outcome.Scored.class::isInstance)
                .map(outcome -> ((Outcome.Scored) outcome).score().functionTag().version())
                .toList();
    }

    private static boolean isCulprit(ScoringTask task) {
        return task.spans().get(0).ids()[task.spans().get(0).ids().length - 1] == 'I';
    }

    private static RejectReason reason(Delivery delivery) {
        return ((Outcome.Refused) delivery.outcome()).reason();
    }
}
