package dev.tagstream.processor.topology;

import static dev.tagstream.processor.Requests.pair;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.processor.accounting.LanePartition;
import dev.tagstream.processor.batch.BatchPolicy;
import dev.tagstream.processor.batch.QueueBounds;
import dev.tagstream.processor.scorer.FakeScorer;
import dev.tagstream.processor.scorer.TagExamples;
import dev.tagstream.schemas.RequestLane;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests that somebody waits for, and a library, before one engine. */
class LanesTest {
    /** One task a batch, and four that wait; two of the interactive lane beside them. */
    private final ScreeningDriver driver =
            new ScreeningDriver(new BatchPolicy(1, Duration.ZERO), new QueueBounds(4, 10_000, 2));

    @BeforeEach
    void publish() {
        driver.publish(TagExamples.tags(FakeScorer.WIDTH, 1));
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void answersAnInteractiveRequestBeforeTheLibraryThatWaits() {
        submitLibrary(20);
        submitInteractive("single");
        assertThat(driver.interactivePending()).containsExactly(0L);
        driver.assertBalanced(21, 21);

        driver.scoreOnce();
        assertThat(keys()).containsExactly("single");
        assertThat(driver.interactivePending()).isEmpty();
        assertThat(driver.pending()).hasSize(20);
        driver.assertBalanced(21, 20);

        driver.scoreAll();
        assertThat(keys()).hasSize(21).doesNotHaveDuplicates();
        driver.assertBalanced(21, 0);
    }

    @Test
    void hasRoomForAnInteractiveRequestWhileTheQueueIsFull() {
        submitLibrary(20);
        assertThat(driver.batcher.waiting()).isEqualTo(4);
        submitInteractive("first");
        submitInteractive("second");
        submitInteractive("third");
        assertThat(driver.batcher.waiting()).as("two of them have room").isEqualTo(6);
        assertThat(driver.interactivePending()).hasSize(3);
    }

    @Test
    void goesOnWithTheLibraryWhileInteractiveRequestsKeepComing() {
        submitLibrary(4);
        for (int i = 0; i < 40; i++) {
            submitInteractive("single" + i);
            driver.scoreOnce();
        }
        assertThat(keys()).contains("c0", "c1", "c2", "c3");
    }

    @Test
    void keepsBooksOfEachLane() {
        submitLibrary(3);
        submitInteractive("single");
        assertThat(driver.counters
                        .partitions()
                        .get(new LanePartition(RequestLane.BULK, 0))
                        .pending())
                .isEqualTo(3);
        assertThat(driver.counters
                        .partitions()
                        .get(new LanePartition(RequestLane.INTERACTIVE, 0))
                        .pending())
                .isEqualTo(1);
    }

    private void submitLibrary(int compounds) {
        for (int i = 0; i < compounds; i++) {
            driver.submit(pair("c" + i, "CCO"));
        }
    }

    /** Both lanes share the test's thread here, and so what it may still wait; the punctuation gives it anew. */
    private void submitInteractive(String compound) {
        driver.submitInteractive(pair(compound, "CCO"));
        driver.tidy();
    }

    private List<String> keys() {
        return driver.predictions.stream().map(TestRecord::key).toList();
    }
}
