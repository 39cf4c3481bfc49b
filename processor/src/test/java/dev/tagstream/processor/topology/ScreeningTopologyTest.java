package dev.tagstream.processor.topology;

import static dev.tagstream.processor.Requests.pair;
import static dev.tagstream.processor.Requests.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tagstream.processor.accounting.LanePartition;
import dev.tagstream.processor.accounting.PartitionProgress;
import dev.tagstream.processor.batch.BatchPolicy;
import dev.tagstream.processor.batch.QueueBounds;
import dev.tagstream.processor.scorer.FakeScorer;
import dev.tagstream.processor.scorer.TagExamples;
import dev.tagstream.schemas.Prediction;
import dev.tagstream.schemas.RequestLane;
import dev.tagstream.schemas.TagReference;
import dev.tagstream.tags.DomainTag;
import dev.tagstream.tags.Spelling;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScreeningTopologyTest {
    private ScreeningDriver driver = new ScreeningDriver();

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void readsAsItIsDrawn() throws IOException {
        assertReads("/screening-topology.txt", driver.topology.bulk());
        assertReads("/interactive-topology.txt", driver.topology.interactive());
    }

    private void assertReads(String page, Topology topology) throws IOException {
        try (var drawn = getClass().getResourceAsStream(page)) {
            assertThat(topology.describe().toString().strip())
                    .isEqualTo(new String(drawn.readAllBytes(), StandardCharsets.UTF_8).strip());
        }
    }

    @Test
    void answersARequestWithAPredictionThatSaysWhereItComesFrom() {
        driver.publish(TagExamples.tags(FakeScorer.WIDTH, 3));
        RecordHeaders headers = new RecordHeaders();
        headers.add("trace", new byte[] {7});
        byte[] value = driver.serdes.valueSerializer().serialize("screening-requests", pair("c1", "OCC"));
        driver.submit(new TestRecord<>("c1".getBytes(StandardCharsets.UTF_8), value, headers, 123_456L));
        driver.scoreAll();

        TestRecord<String, Prediction> record = driver.predictions.get(0);
        Prediction prediction = record.value();
        assertThat(record.key()).isEqualTo("c1");
        assertThat(record.timestamp()).isEqualTo(123_456L);
        assertThat(record.headers()).isEqualTo(headers);
        assertThat(prediction.getRequestId()).isEqualTo("request-c1");
        assertThat(prediction.getLibraryId()).isEqualTo("library");
        assertThat(prediction.getTargetId()).isEqualTo("target");
        assertThat(prediction.getFunction()).isEqualTo("BindingAffinity");
        assertThat(prediction.getValue()).isFinite();
        assertThat(prediction.getUnit()).isEqualTo("pKi");
        assertThat(prediction.getStandardDeviation()).isNull();
        assertThat(prediction.getModelFingerprint()).isEqualTo(FakeScorer.MODEL);
        assertThat(prediction.getFunctionTag().getVersion()).isEqualTo(3);
        assertThat(prediction.getFunctionTag().getSha256()).hasSize(64);
        assertThat(prediction.getDomainTags()).extracting(TagReference::getName).containsExactly("Protein", "SMILES");
        assertThat(prediction.getSource().getOffset()).isZero();
        assertThat(prediction.getSource().getTimestamp().toEpochMilli()).isEqualTo(123_456L);
        assertThat(prediction.getSubmittedAt()).isEqualTo(ScreeningDriver.START.minusSeconds(5));
        assertThat(prediction.getScoredAt()).isAfter(ScreeningDriver.START);
        driver.assertBalanced(1, 0);
    }

    /** The first waits for the engine when the tag comes, and has its tokens already. */
    @Test
    void spellsMoleculesAsTheDomainTagInUseWants() {
        driver.publish(TagExamples.tags(FakeScorer.WIDTH, 1));
        driver.submit(request("c1", "C(O)C", null, "QED", "Solubility"));
        DomainTag other = TagExamples.domain("SMILES", 2, FakeScorer.WIDTH);
        driver.publish(new DomainTag(other.id(), other.rows(), Spelling.CANONICAL_1));
        driver.submit(request("c2", "OCC", null, "QED", "Solubility"));
        driver.submit(request("c3", "C(C)[O][H]", null, "QED", "Solubility"));
        driver.scoreAll();

        List<Prediction> all =
                driver.predictions.stream().map(TestRecord::value).toList();
        assertThat(all).hasSize(6).extracting(Prediction::getCompoundId).contains("c1", "c2", "c3");
        assertThat(all).allSatisfy(prediction -> assertThat(prediction.getDomainTags())
                .extracting(TagReference::getVersion)
                .containsExactly(2L));
        assertThat(all.stream()
                        .filter(prediction -> prediction.getFunction().equals("QED"))
                        .map(Prediction::getValue)
                        .distinct())
                .hasSize(1);
        assertThat(driver.pending()).isEmpty();
        driver.assertBalanced(6, 0);
    }

    @Test
    void predictsClassesWithTheirProbabilities() {
        driver.publish(TagExamples.tags(FakeScorer.WIDTH, 1));
        driver.publish(TagExamples.classifier("Barrier", FakeScorer.WIDTH, "no", "yes"));
        driver.submit(request("c1", "CCO", null, "Barrier", "QED"));
        driver.scoreAll();

        Prediction barrier = driver.predictions.get(0).value();
        assertThat(barrier.getProbabilities()).hasSize(2);
        assertThat(barrier.getValue()).isEqualTo(barrier.getProbabilities().get(1));
        assertThat(barrier.getUnit()).isEqualTo("class");
        assertThat(driver.predictions.get(1).value().getProbabilities()).isEmpty();
        driver.assertBalanced(2, 0);
    }

    @Test
    void knowsOfEachPartitionWhatIsReadAndSinceWhenItWaits() {
        driver.publish(TagExamples.tags(FakeScorer.WIDTH, 1));
        PartitionProgress book = driver.counters.partitions().get(new LanePartition(RequestLane.BULK, 0));
        assertThat(book.next()).isEmpty();
        assertThat(book.oldestTimestamp()).isEmpty();

        driver.submit(pair("c1", "CCO"));
        driver.submit(pair("c2", "CCN"));
        driver.tidy();
        assertThat(book.next()).hasValue(2);
        assertThat(book.pending()).isEqualTo(2);
        assertThat(book.oldestTimestamp()).hasValue(ScreeningDriver.START.toEpochMilli());

        driver.scoreAll();
        assertThat(book.next()).hasValue(2);
        assertThat(book.pending()).isZero();
        assertThat(book.oldestTimestamp()).isEmpty();
    }

    @Test
    void forwardsPredictionAndDeleteTogether() {
        driver.publish(TagExamples.tags(FakeScorer.WIDTH, 1));
        driver.submit(pair("c1", "CCO"));
        assertThat(driver.pending()).containsExactly(0L);
        driver.assertBalanced(1, 1);

        driver.tidy();
        assertThat(driver.pending()).containsExactly(0L);
        assertThat(driver.predictions).isEmpty();

        driver.scoreOnce();
        assertThat(driver.pending()).isEmpty();
        assertThat(driver.predictions).hasSize(1);
        driver.assertBalanced(1, 0);
    }

    @Test
    void answersAllFunctionsOfARequestAtOnce() {
        restart(new BatchPolicy(1, Duration.ZERO), new QueueBounds(100, 10_000));
        driver.publish(TagExamples.tags(FakeScorer.WIDTH, 1));
        driver.submit(request("c1", "CCO", null, "QED", "BindingAffinity", "Solubility"));

        driver.scoreOnce();
        driver.scoreOnce();
        assertThat(driver.predictions).isEmpty();
        assertThat(driver.rejected).isEmpty();
        assertThat(driver.pending()).containsExactly(0L);
        driver.assertBalanced(3, 3);

        driver.scoreOnce();
        assertThat(driver.predictions)
                .extracting(
                        record -> record.value().getFunction(),
                        record -> record.value().getStandardDeviation() != null)
                .containsExactlyInAnyOrder(tuple("QED", false), tuple("Solubility", true));
        assertThat(driver.rejected)
                .extracting(record -> record.value().getFunction(), record -> record.value()
                        .getReason())
                .containsExactly(tuple("BindingAffinity", "PROTEIN_MISSING"));
        assertThat(driver.pending()).isEmpty();
        driver.assertBalanced(3, 0);
    }

    @Test
    void keepsWhatTheFullQueueHasNoRoomForAndSubmitsItInOrder() {
        restart(new BatchPolicy(1, Duration.ZERO), new QueueBounds(1, 10_000));
        driver.publish(TagExamples.tags(FakeScorer.WIDTH, 1));
        for (int i = 0; i < 5; i++) {
            driver.submit(pair("c" + i, "C".repeat(i + 1)));
        }
        assertThat(driver.batcher.waiting()).isEqualTo(1);
        assertThat(driver.pending()).containsExactly(0L, 1L, 2L, 3L, 4L);
        driver.assertBalanced(5, 5);

        driver.scoreAll();
        assertThat(driver.predictions).extracting(TestRecord::key).containsExactly("c0", "c1", "c2", "c3", "c4");
        driver.assertBalanced(5, 0);
    }

    @Test
    void swapsTagsBetweenBatchesNeverInside() {
        restart(new BatchPolicy(60, Duration.ZERO), new QueueBounds(100, 10_000));
        driver.publish(TagExamples.tags(FakeScorer.WIDTH, 1));
        driver.scorer.beforeBatch(batch -> driver.publish(TagExamples.tags(FakeScorer.WIDTH, 2)));
        for (int i = 0; i < 4; i++) {
            driver.submit(pair("c" + i, "CCO"));
        }
        driver.scoreAll();

        assertThat(driver.scorer.batches()).hasSize(2).allMatch(batch -> batch.size() == 2);
        assertThat(driver.predictions)
                .extracting(
                        record -> record.value().getFunctionTag().getVersion(), ScreeningTopologyTest::domainVersions)
                .containsExactly(
                        tuple(1L, List.of(1L, 1L)),
                        tuple(1L, List.of(1L, 1L)),
                        tuple(2L, List.of(2L, 2L)),
                        tuple(2L, List.of(2L, 2L)));
        driver.assertBalanced(4, 0);
    }

    private static List<Long> domainVersions(TestRecord<String, Prediction> record) {
        return record.value().getDomainTags().stream()
                .map(TagReference::getVersion)
                .toList();
    }

    private void restart(BatchPolicy policy, QueueBounds bounds) {
        driver.close();
        driver = new ScreeningDriver(policy, bounds);
    }
}
