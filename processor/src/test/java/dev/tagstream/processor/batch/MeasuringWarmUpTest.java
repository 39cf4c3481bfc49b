package dev.tagstream.processor.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.processor.scorer.FakeScorer;
import dev.tagstream.runtime.tags.ActiveTags;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The warm-up with a scorer that moves the clock. */
class MeasuringWarmUpTest {
    private final AtomicLong nanos = new AtomicLong();
    private final MeasuringWarmUp warmUp = new MeasuringWarmUp(nanos::get);

    @Test
    void findsWhatATokenCosts() {
        FakeScorer scorer = scorerThatTakes(Duration.ofMillis(5), Duration.ofNanos(10_000));

        CostModel model = warmUp.run(scorer);

        double expected = 0.005 + 3000 * 10e-6;
        assertThat(model.seconds(new BatchSize(10, 3000, 10, 3000, 900_000)))
                .isCloseTo(expected, within(1e-3 * expected));
        assertThat(model.bytes(new BatchSize(10, 3000, 10, 3000, 900_000))).isCloseTo(3000, within(1.0));
    }

    @Test
    void endsSoonOnASlowMachine() {
        FakeScorer scorer = scorerThatTakes(Duration.ZERO, Duration.ofMillis(100));

        CostModel model = warmUp.run(scorer);

        assertThat(scorer.batches()).hasSize(2);
        assertThat(model.seconds(new BatchSize(4, 64, 4, 64, 1024))).isCloseTo(6.4, within(0.01));
    }

    @Test
    void keepsAnEngineThatFailsFromStarting() {
        FakeScorer broken = new FakeScorer().breakingOn(task -> true);
        try (Batcher batcher = new Batcher(
                List.of(new FakeScorer(), broken),
                new ActiveTags(),
                new BatchPolicy(10, Duration.ZERO),
                new QueueBounds(10, 10),
                warmUp)) {
            assertThatThrownBy(batcher::start)
                    .isInstanceOf(EngineUnavailable.class)
                    .hasMessageContaining("this batch holds a culprit");
        }
    }

    private FakeScorer scorerThatTakes(Duration perBatch, Duration perToken) {
        return new FakeScorer()
                .beforeBatch(batch -> nanos.addAndGet(perBatch.toNanos()
                        + perToken.toNanos()
                                * batch.stream()
                                        .mapToInt(ScoringTask::dataTokens)
                                        .sum()));
    }
}
