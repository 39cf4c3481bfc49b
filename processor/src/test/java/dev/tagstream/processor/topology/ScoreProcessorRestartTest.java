package dev.tagstream.processor.topology;

import static dev.tagstream.processor.Requests.pair;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tagstream.common.intake.SourceRecord;
import dev.tagstream.common.intake.ValidatedRequest;
import dev.tagstream.processor.accounting.ScreeningCounters;
import dev.tagstream.processor.answer.ResponseSink;
import dev.tagstream.processor.pending.PendingRequests;
import dev.tagstream.processor.scorer.FakeScorer;
import dev.tagstream.processor.scorer.TagExamples;
import dev.tagstream.processor.tokenize.ProteinTokens;
import dev.tagstream.schemas.PendingRecord;
import dev.tagstream.schemas.Prediction;
import dev.tagstream.schemas.RequestLane;
import dev.tagstream.tags.TagSet;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One stream task that ends and starts anew on the same store, as after a restart or when another process takes it over. */
class ScoreProcessorRestartTest {
    private final ScreeningDriver driver = new ScreeningDriver();
    private final KeyValueStore<Long, PendingRecord> store = store();
    private MockProcessorContext<Object, Object> context;
    private ScoreProcessor processor;

    @BeforeEach
    void start() {
        driver.tags.change(none -> TagExamples.tags(FakeScorer.WIDTH, 1));
        context = new MockProcessorContext<>();
        context.setCurrentSystemTimeMs(ScreeningDriver.START.toEpochMilli());
        store.init(context.getStateStoreContext(), store);
        context.addStateStore(store);
        processor = new ScoreProcessor(
                driver.services,
                RequestLane.BULK,
                new ProteinTokens(driver.scorer),
                () -> new StreamThreadPace(driver.services.longestWait(), System::nanoTime));
        processor.init(context);
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void keepsPendingRecordsAcrossRestart() {
        process(3, "c3");
        process(7, "c7");
        processor.close();
        assertThat(driver.counters.total()).isEqualTo(new ScreeningCounters.Tally(0, 0, 0, 0));
        start();
        process(9, "c9");
        tidy();
        driver.scoreAll();
        tidy();

        assertThat(forwardedKeys()).containsExactly("c3", "c7", "c9");
        assertThat(store.approximateNumEntries()).isZero();
        assertThat(driver.counters.total()).isEqualTo(new ScreeningCounters.Tally(3, 3, 0, 0));
        assertThat(driver.counters.heldRecords()).isZero();
    }

    @Test
    void scoresWhatWasRestoredWithTheCandidateOnTrialToo() {
        driver.tags.change(set -> set.withShadow(
                TagExamples.function("BindingAffinity", 2, FakeScorer.WIDTH, TagExamples.PAIR_TEMPLATE, 1)));
        process(3, "c3");
        driver.scoreAll();
        processor.close(); // scored, and not sent
        assertThat(context.forwarded()).isEmpty();
        TagSet tags = driver.tags.current();
        start();
        driver.tags.change(none -> tags);
        tidy();
        driver.scoreAll();
        tidy();

        assertThat(context.forwarded())
                .extracting(forward -> forward.childName().orElseThrow(), forward -> ((Prediction)
                                forward.record().value())
                        .getFunctionTag()
                        .getVersion())
                .containsExactly(tuple(ResponseSink.PREDICTIONS, 1L), tuple(ResponseSink.SHADOW_PREDICTIONS, 2L));
        assertThat(driver.counters.total()).isEqualTo(new ScreeningCounters.Tally(1, 1, 0, 0));
    }

    @Test
    void forwardsNothingAfterItsEnd() {
        process(3, "c3");
        driver.scoreAll();
        processor.close();

        assertThat(context.forwarded()).isEmpty();
        assertThat(store.get(3L)).isNotNull();
        assertThat(context.scheduledPunctuators()).allMatch(MockProcessorContext.CapturedPunctuator::cancelled);
        assertThat(driver.counters.total()).isEqualTo(new ScreeningCounters.Tally(0, 0, 0, 0));
    }

    @Test
    void dropsWhatIsInFlightWhenItsPartitionIsRevoked() {
        process(3, "c3");
        processor.close();
        driver.scoreAll();
        tidy();

        assertThat(driver.scorer.batches()).as("nobody scores it here").isEmpty();
        assertThat(context.forwarded()).isEmpty();
        assertThat(store.get(3L)).as("for the next owner").isNotNull();
    }

    @Test
    void takesARecordReadAgainForTheOneItHas() {
        process(3, "c3");
        processor.close();
        start();
        process(3, "c3");
        tidy();
        driver.scoreAll();
        tidy();

        assertThat(forwardedKeys()).containsExactly("c3");
        assertThat(driver.counters.total()).isEqualTo(new ScreeningCounters.Tally(1, 1, 0, 0));
    }

    private void process(long offset, String compoundId) {
        var request = pair(compoundId, "CCO");
        SourceRecord source = new SourceRecord(
                "screening-requests",
                0,
                offset,
                ScreeningDriver.START.toEpochMilli(),
                null,
                driver.serdes.valueSerializer().serialize("screening-requests", request),
                new RecordHeaders());
        processor.process(
                new Record<>(null, new ValidatedRequest(source, request, "OCC", List.of()), source.timestamp()));
    }

    private void tidy() {
        context.scheduledPunctuators()
                .get(context.scheduledPunctuators().size() - 1)
                .getPunctuator()
                .punctuate(0);
    }

    private List<String> forwardedKeys() {
        return context.forwarded().stream()
                .map(forward -> ((Prediction) forward.record().value()).getCompoundId())
                .toList();
    }

    private KeyValueStore<Long, PendingRecord> store() {
        return Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(PendingRequests.STORE),
                        Serdes.Long(),
                        driver.serdes.valueSerde(PendingRecord.class))
                .withLoggingDisabled()
                .withCachingDisabled()
                .build();
    }
}
