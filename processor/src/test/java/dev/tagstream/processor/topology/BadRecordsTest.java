package dev.tagstream.processor.topology;

import static dev.tagstream.processor.Requests.pair;
import static dev.tagstream.processor.Requests.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.tagstream.processor.Requests;
import dev.tagstream.processor.batch.EngineUnavailable;
import dev.tagstream.processor.scorer.FakeScorer;
import dev.tagstream.processor.scorer.TagExamples;
import dev.tagstream.schemas.RejectedRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a bad record costs: one record, and never another. A registry or engine that is away costs a pause, and no record. */
class BadRecordsTest {
    private final ScreeningDriver driver = new ScreeningDriver();

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void undecodableBytesReachRejectedRecordsWithTheirBytes() {
        driver.submitBytes("junk", new byte[] {1, 2, 3});
        driver.submit(new TestRecord<>(null, new byte[0], ScreeningDriver.START));
        driver.submit(new TestRecord<>(new byte[] {9}, null, ScreeningDriver.START));

        assertThat(driver.rejected).hasSize(3);
        RejectedRecord junk = driver.rejected.get(0).value();
        assertThat(junk.getStage()).isEqualTo("intake");
        assertThat(junk.getReason()).isEqualTo("UNDECODABLE");
        assertThat(junk.getCode()).isEqualTo(103);
        assertThat(junk.getFunction()).isNull();
        assertThat(junk.getRequestId()).isNull();
        assertThat(junk.getKey()).isEqualTo(ByteBuffer.wrap("junk".getBytes(StandardCharsets.UTF_8)));
        assertThat(junk.getValue()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        assertThat(junk.getValueLength()).isEqualTo(3);
        assertThat(junk.getRejectedAt()).isEqualTo(ScreeningDriver.START);
        assertThat(driver.rejected.get(0).key()).isEqualTo("junk".getBytes(StandardCharsets.UTF_8));
        assertThat(driver.rejected.get(1).value().getReason()).isEqualTo("EMPTY_VALUE");
        assertThat(driver.rejected.get(2).value().getReason()).isEqualTo("TOMBSTONE");
        assertThat(driver.rejected.get(2).value().getValueLength()).isEqualTo(-1);
        assertThat(driver.rejected.get(2).value().getSource().getOffset()).isEqualTo(2);
        driver.assertBalanced(3, 0);
    }

    @Test
    void rejectsARecordTooLargeToKeepWithoutKeepingIt() {
        byte[] large = new byte[5000];
        driver.submitBytes("large", large);

        assertThat(driver.rejected).singleElement().satisfies(record -> {
            assertThat(record.value().getReason()).isEqualTo("RECORD_TOO_LARGE");
            assertThat(record.value().getMessage()).contains("5,005 bytes").contains("4,096");
        });
        driver.assertBalanced(1, 0);
    }

    @Test
    void neitherRejectsNorSkipsARecordWhileTheRegistryGivesNoAnswer() {
        driver.registryIsAway = true;

        assertThatThrownBy(() -> driver.submit(pair("c1", "CCO")))
                .isInstanceOf(StreamsException.class)
                .hasRootCauseMessage("refused");
        assertThat(driver.rejected).isEmpty();
        assertThat(driver.pending()).isEmpty();
        driver.assertBalanced(0, 0);
    }

    @Test
    void stopsReadingWhenTheEngineIsUnavailable() {
        driver.batcher.close();

        assertThatThrownBy(driver::tidy).hasRootCauseInstanceOf(EngineUnavailable.class);
        driver.assertBalanced(0, 0);
    }

    @Test
    void oneBadRecordCostsOneRecord() {
        driver.publish(TagExamples.tags(FakeScorer.WIDTH, 1));
        driver.scorer.breakingOn(task -> task.dataTokens() == Requests.PROTEIN.length() + 4);
        driver.submit(pair("good-1", "CCO"));
        driver.submitBytes("junk", new byte[] {0, 0, 0, 0, 99, 1});
        driver.submit(pair("not-smiles", "C1CC"));
        driver.submit(pair("culprit", "CCOC"));
        driver.submit(request("unknown", "CCO", Requests.PROTEIN, "Magic"));
        driver.submit(pair("good-2", "CCN"));
        driver.scoreAll();

        assertThat(driver.predictions).extracting(TestRecord::key).containsExactlyInAnyOrder("good-1", "good-2");
        assertThat(driver.rejected)
                .extracting(record -> record.value().getReason())
                .containsExactlyInAnyOrder("UNKNOWN_SCHEMA", "SMILES_UNPARSEABLE", "ENGINE_FAILED", "FUNCTION_UNKNOWN");
        driver.assertBalanced(6, 0);
    }

    @Test
    void rejectsTextTheTokenizerDoesNotKnowForEveryFunction() {
        driver.publish(TagExamples.tags(FakeScorer.WIDTH, 1));
        driver.scorer.withUntokenizable('N');
        driver.submit(request("c1", "CCN", Requests.PROTEIN, "BindingAffinity", "QED"));

        assertThat(driver.rejected)
                .extracting(record -> record.value().getFunction(), record -> record.value()
                        .getReason())
                .containsExactly(tuple("BindingAffinity", "UNTOKENIZABLE"), tuple("QED", "UNTOKENIZABLE"));
        assertThat(driver.rejected.get(0).value().getStage()).isEqualTo("score");
        assertThat(driver.pending()).isEmpty();
        driver.assertBalanced(2, 0);
    }
}
