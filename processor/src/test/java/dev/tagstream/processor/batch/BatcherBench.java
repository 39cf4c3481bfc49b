package dev.tagstream.processor.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.common.intake.RejectReason;
import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.processor.scorer.FakeScorer;
import dev.tagstream.processor.scorer.TagExamples;
import dev.tagstream.runtime.tags.ActiveTags;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** A batcher without its thread, a fake scorer, one mailbox, and the clock in the test's hand. */
abstract class BatcherBench {
    static final Duration NOW = Duration.ZERO;
    static final Instant SCORED_AT = Instant.parse("2026-03-01T12:00:00Z");

    final FakeScorer scorer = new FakeScorer();
    final ActiveTags tags = new ActiveTags();
    final Mailbox mailbox = new Mailbox();
    Duration clock = Duration.ZERO;
    final Batcher batcher = batcher(new BatchPolicy(40, Duration.ofMillis(50)), new QueueBounds(100, 1000));

    BatcherBench() {
        tags.change(none -> TagExamples.tags(FakeScorer.WIDTH, 1));
    }

    void runAll() {
        clock = clock.plusSeconds(1);
        while (batcher.runOnce()) {
            clock = clock.plusSeconds(1);
        }
    }

    Batcher batcher(BatchPolicy policy, QueueBounds bounds) {
        return new Batcher(
                List.of(scorer),
                tags,
                policy,
                bounds,
                WarmUp.NONE,
                InstantSource.fixed(SCORED_AT),
                () -> clock.toNanos());
    }

    void submit(long firstTicket, String... smiles) {
        for (int i = 0; i < smiles.length; i++) {
            offer(molecule(firstTicket + i, smiles[i]));
        }
    }

    void offerPair(long ticket, String protein, String smiles) {
        ScoringTask pair = new ScoringTask(
                "BindingAffinity", List.of(scorer.tokenize("Protein", protein), scorer.tokenize("SMILES", smiles)));
        offer(new Submission(ticket, pair, mailbox));
    }

    void offer(Submission submission) {
        assertThat(batcher.offer(List.of(submission), NOW)).isTrue();
    }

    Submission molecule(long ticket, String smiles) {
        return new Submission(ticket, task("QED", "SMILES", smiles), mailbox);
    }

    ScoringTask task(String function, String domain, String text) {
        return new ScoringTask(function, List.of(scorer.tokenize(domain, text)));
    }

    List<Delivery> deliveries() {
        List<Delivery> all = new ArrayList<>();
        for (var next = mailbox.poll(); next.isPresent(); next = mailbox.poll()) {
            all.add(next.get());
        }
        return all;
    }

    List<Long> versions() {
        return deliveries().stream()
                .map(Delivery::outcome)
                .filter(Outcome.Scored.class::isInstance)
                .map(outcome -> ((Outcome.Scored) outcome).score().functionTag().version())
                .toList();
    }

    static boolean isCulprit(ScoringTask task) {
        return task.spans().get(0).ids()[task.spans().get(0).ids().length - 1] == 'I';
    }

    static RejectReason reason(Delivery delivery) {
        return ((Outcome.Refused) delivery.outcome()).reason();
    }
}
