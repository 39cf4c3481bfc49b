package dev.tagstream.processor.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.tagstream.common.intake.RejectReason;
import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.processor.scorer.FakeScorer;
import dev.tagstream.processor.scorer.TagExamples;
import dev.tagstream.tags.FunctionTag;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a candidate on trial gets of a batch, and what it can't do to it. */
class ShadowScoringTest extends BatcherBench {
    @BeforeEach
    void beginTrial() {
        onTrial(candidate(9, TagExamples.MOLECULE_TEMPLATE));
    }

    @Test
    void scoresACandidateInTheSameBatch() {
        submit(1, "CCO", "CCN");
        runAll();

        assertThat(scorer.batches()).singleElement().satisfies(batch -> assertThat(batch)
                .hasSize(4)
                .filteredOn(ScoringTask::shadow)
                .hasSize(2));
        assertThat(deliveries()).hasSize(2).allSatisfy(delivery -> {
            Outcome.Scored own = scored(delivery.outcome());
            Outcome.Scored shadow = scored(own.shadow());
            assertThat(own.score().functionTag().version()).isEqualTo(1);
            assertThat(shadow.score().functionTag().version()).isEqualTo(9);
            assertThat(shadow.score().value()).isNotEqualTo(own.score().value());
            assertThat(shadow.scoredAt()).isEqualTo(own.scoredAt());
        });
    }

    @Test
    void asksNoCandidateForAFunctionWithoutOne() {
        offerPair(1, "MKV", "CCO");
        offer(molecule(2, "CCO"));
        runAll();

        assertThat(deliveries()).hasSize(2).allSatisfy(delivery -> assertThat(
                        scored(delivery.outcome()).shadow() != null)
                .isEqualTo(delivery.function().equals("QED")));
    }

    @Test
    void givesEveryTaskTheNumberOfItsOwnData() {
        submit(1, "CCCCO", "C", "CCN");
        runAll();
        List<Delivery> together = deliveries();
        tags.change(set -> set.with(candidate(9, TagExamples.MOLECULE_TEMPLATE)).withoutShadow("QED"));
        submit(1, "CCCCO", "C", "CCN");
        runAll();

        List<Delivery> promoted = deliveries();
        assertThat(promoted).hasSize(3).allSatisfy(expected -> assertThat(together)
                .filteredOn(delivery -> delivery.ticket() == expected.ticket())
                .singleElement()
                .satisfies(delivery -> assertThat(
                                scored(scored(delivery.outcome()).shadow()).score())
                        .isEqualTo(scored(expected.outcome()).score())));
    }

    @Test
    void predictsWithoutACandidateThatBreaksTheEngineAndSetsItAside() {
        AtomicInteger attempts = new AtomicInteger();
        scorer.breakingOn(ScoringTask::shadow).beforeBatch(batch -> attempts.incrementAndGet());
        for (int batch = 1; batch <= ShadowHealth.MAX_FAILURES + 1; batch++) {
            submit(batch, "CCO");
            runAll();
        }

        assertThat(deliveries()).hasSize(ShadowHealth.MAX_FAILURES + 1).allSatisfy(delivery -> {
            Outcome.Scored own = scored(delivery.outcome());
            assertThat(own.score().functionTag().version()).isEqualTo(1);
            assertThat(refused(own.shadow()).reason()).isEqualTo(RejectReason.ENGINE_FAILED);
        });
        assertThat(batcher.shadowTroubles())
                .hasEntrySatisfying(candidate(9, TagExamples.MOLECULE_TEMPLATE).id(), reason -> assertThat(reason)
                        .contains("this batch holds a culprit"));
        assertThat(attempts).as("twice as long as it is tried, then once").hasValue(2 * ShadowHealth.MAX_FAILURES + 1);

        scorer.breakingOn(task -> false);
        onTrial(candidate(10, TagExamples.MOLECULE_TEMPLATE));
        submit(20, "CCO");
        runAll();
        assertThat(deliveries()).singleElement().satisfies(delivery -> assertThat(
                        scored(scored(delivery.outcome()).shadow())
                                .score()
                                .functionTag()
                                .version())
                .as("another version starts anew")
                .isEqualTo(10));
    }

    @Test
    void refusesTheCulpritAloneAndKeepsTheCandidatesNumbersOfItsNeighbours() {
        scorer.breakingOn(BatcherTest::isCulprit);
        submit(1, "CCO", "CCN", "CCF", "CCI");
        runAll();

        List<Delivery> deliveries = deliveries();
        assertThat(deliveries).hasSize(4);
        assertThat(deliveries)
                .filteredOn(delivery -> delivery.outcome() instanceof Outcome.Refused)
                .singleElement()
                .satisfies(delivery -> assertThat(delivery.ticket()).isEqualTo(4));
        assertThat(deliveries)
                .filteredOn(delivery -> delivery.outcome() instanceof Outcome.Scored)
                .allSatisfy(delivery ->
                        assertThat(scored(delivery.outcome()).shadow()).isInstanceOf(Outcome.Scored.class));
        assertThat(batcher.shadowTroubles()).isEmpty();
    }

    @Test
    void predictsWhereTheCandidatesNumberIsNone() {
        scorer.notFiniteOn(ScoringTask::shadow);
        submit(1, "CCO");
        runAll();

        assertThat(deliveries()).singleElement().satisfies(delivery -> assertThat(
                        refused(scored(delivery.outcome()).shadow()).reason())
                .isEqualTo(RejectReason.NOT_FINITE));
    }

    @Test
    void refusesTheRequestAndNotTheCandidateWhereTheTagInUseGivesNoNumber() {
        scorer.notFiniteOn(task -> !task.shadow());
        submit(1, "CCO");
        runAll();

        assertThat(deliveries()).singleElement().satisfies(delivery -> assertThat(reason(delivery))
                .isEqualTo(RejectReason.NOT_FINITE));
    }

    @Test
    void saysWhyACandidateOfAnotherTemplateScoresNothing() {
        onTrial(candidate(2, "{bos}{Cell}{SMILES}{function}"));
        submit(1, "CCO");
        runAll();
        onTrial(candidate(3, TagExamples.PAIR_TEMPLATE));
        submit(2, "CCO");
        runAll();

        assertThat(deliveries())
                .extracting(
                        delivery -> refused(scored(delivery.outcome()).shadow()).reason())
                .containsExactly(RejectReason.DOMAIN_TAG_MISSING, RejectReason.PROTEIN_MISSING);
        assertThat(batcher.shadowTroubles())
                .contains(
                        entry(
                                candidate(2, TagExamples.MOLECULE_TEMPLATE).id(),
                                "function QED needs the domain tag Cell, which has not been published"),
                        entry(
                                candidate(3, TagExamples.MOLECULE_TEMPLATE).id(),
                                "function QED needs data for {Protein}, which the request does not hold"));
        assertThat(scorer.batches()).allMatch(batch -> batch.size() == 1);
    }

    private void onTrial(FunctionTag candidate) {
        tags.change(set -> set.withShadow(candidate));
    }

    private static FunctionTag candidate(long version, String template) {
        return TagExamples.function("QED", version, FakeScorer.WIDTH, template, 1);
    }

    private static Outcome.Scored scored(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Scored.class);
        return (Outcome.Scored) outcome;
    }

    private static Outcome.Refused refused(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        return (Outcome.Refused) outcome;
    }
}
