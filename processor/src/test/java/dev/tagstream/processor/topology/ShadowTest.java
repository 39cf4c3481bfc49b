package dev.tagstream.processor.topology;

import static dev.tagstream.processor.Requests.pair;
import static dev.tagstream.processor.Requests.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.processor.Requests;
import dev.tagstream.processor.accounting.ScreeningCounters.ShadowTally;
import dev.tagstream.processor.scorer.FakeScorer;
import dev.tagstream.processor.scorer.TagExamples;
import dev.tagstream.runtime.streams.TagUse;
import dev.tagstream.schemas.Prediction;
import dev.tagstream.tags.FunctionTag;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A candidate on trial, from its topic to the topic of its numbers. */
class ShadowTest {
    private final ScreeningDriver driver = new ScreeningDriver();

    @BeforeEach
    void publish() {
        driver.publish(TagExamples.tags(FakeScorer.WIDTH, 1));
        driver.publishShadow(candidate(2));
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void answersWithTheTagInUseAndSaysBesideItWhatTheCandidateGives() {
        driver.submit(pair("c1", "CCO"));
        driver.scoreAll();

        Prediction prediction = driver.predictions.get(0).value();
        TestRecord<String, Prediction> record = driver.shadowPredictions.get(0);
        Prediction shadow = record.value();
        assertThat(record.key()).isEqualTo("c1");
        assertThat(record.timestamp()).isEqualTo(driver.predictions.get(0).timestamp());
        assertThat(prediction.getShadow()).isFalse();
        assertThat(prediction.getFunctionTag().getVersion()).isEqualTo(1);
        assertThat(shadow.getShadow()).isTrue();
        assertThat(shadow.getFunction()).isEqualTo("BindingAffinity");
        assertThat(shadow.getFunctionTag().getVersion()).isEqualTo(2);
        assertThat(shadow.getFunctionTag().getSha256())
                .isNotEqualTo(prediction.getFunctionTag().getSha256());
        assertThat(shadow.getValue()).isNotEqualTo(prediction.getValue());
        assertThat(shadow.getRequestId()).isEqualTo(prediction.getRequestId());
        assertThat(shadow.getSource()).isEqualTo(prediction.getSource());
        assertThat(shadow.getScoredAt()).isEqualTo(prediction.getScoredAt());
        assertCounts(1, 1, 0);
    }

    @Test
    void scoresBesideThoseFunctionsOnlyThatHaveACandidate() {
        driver.submit(request("c1", "CCO", Requests.PROTEIN, "QED", "BindingAffinity", "Solubility"));
        driver.scoreAll();

        assertThat(driver.predictions).hasSize(3);
        assertThat(driver.shadowPredictions)
                .extracting(record -> record.value().getFunction())
                .containsExactly("BindingAffinity");
        assertCounts(3, 1, 0);
    }

    @Test
    void predictsAndCountsWhereTheCandidateFails() {
        driver.scorer.breakingOn(ScoringTask::shadow);
        driver.submit(pair("c1", "CCO"));
        driver.scoreAll();
        driver.scorer.breakingOn(task -> false).notFiniteOn(ScoringTask::shadow);
        driver.submit(pair("c2", "CCN"));
        driver.scoreAll();
        driver.scorer.notFiniteOn(task -> false);
        driver.submit(pair("c3", "CCF"));
        driver.scoreAll();

        assertThat(driver.predictions).extracting(TestRecord::key).containsExactly("c1", "c2", "c3");
        assertThat(driver.shadowPredictions).extracting(TestRecord::key).containsExactly("c3");
        assertThat(driver.rejected).isEmpty();
        assertCounts(3, 1, 2);
    }

    @Test
    void sendsNoNumberOfACandidateWithoutAPrediction() {
        driver.scorer.notFiniteOn(task -> !task.shadow());
        driver.submit(pair("c1", "CCO"));
        driver.scoreAll();

        assertThat(driver.rejected)
                .singleElement()
                .satisfies(record -> assertThat(record.value().getReason()).isEqualTo("NOT_FINITE"));
        assertThat(driver.shadowPredictions).isEmpty();
        assertCounts(1, 0, 0);
    }

    @Test
    void endsATrialWithARecordWithoutAValue() {
        driver.publishShadow("BindingAffinity", null);
        driver.submit(pair("c1", "CCO"));
        driver.scoreAll();

        assertThat(driver.predictions).hasSize(1);
        assertThat(driver.shadowPredictions).isEmpty();
        assertThat(driver.tagRegistry
                        .status(TagUse.SHADOW, "BindingAffinity")
                        .orElseThrow()
                        .inUse())
                .isNull();
        assertCounts(1, 0, 0);
    }

    @Test
    void promotesACandidateByPublishingItAsTheTagInUse() {
        driver.publish(candidate(2));
        driver.publishShadow("BindingAffinity", null);
        driver.submit(pair("c1", "CCO"));
        driver.scoreAll();

        assertThat(driver.predictions).singleElement().satisfies(record -> assertThat(
                        record.value().getFunctionTag().getVersion())
                .isEqualTo(2));
        assertCounts(1, 0, 0);
    }

    @Test
    void asksNoCandidateOfAFunctionThatHasNoTagInUse() {
        driver.publishShadow(TagExamples.function("New", 1, FakeScorer.WIDTH, TagExamples.MOLECULE_TEMPLATE, 1));
        driver.submit(request("c1", "CCO", null, "New"));
        driver.scoreAll();

        assertThat(driver.rejected)
                .singleElement()
                .satisfies(record -> assertThat(record.value().getReason()).isEqualTo("FUNCTION_UNKNOWN"));
        assertThat(driver.shadowPredictions).isEmpty();
        driver.assertBalanced(1, 0);
    }

    @Test
    void swapsCandidatesBetweenBatchesNeverInside() {
        driver.scorer.beforeBatch(batch -> driver.publishShadow(candidate(3)));
        for (int i = 0; i < 4; i++) {
            driver.submit(pair("c" + i, "CCO"));
        }
        driver.scoreOnce();
        driver.submit(pair("c4", "CCO"));
        driver.scoreAll();

        assertThat(driver.shadowPredictions)
                .extracting(
                        TestRecord::key,
                        record -> record.value().getFunctionTag().getVersion())
                .containsExactly(tuple("c0", 2L), tuple("c1", 2L), tuple("c2", 2L), tuple("c3", 2L), tuple("c4", 3L));
        assertCounts(5, 5, 0);
    }

    private void assertCounts(int received, int shadowPredicted, int shadowFailed) {
        driver.assertBalanced(received, 0);
        assertThat(driver.shadowPredictions).hasSize(shadowPredicted);
        assertThat(driver.counters.shadowsByFunction().get("BindingAffinity"))
                .isEqualTo(new ShadowTally(shadowPredicted, shadowFailed));
    }

    private static FunctionTag candidate(long version) {
        return TagExamples.function("BindingAffinity", version, FakeScorer.WIDTH, TagExamples.PAIR_TEMPLATE, 1);
    }
}
