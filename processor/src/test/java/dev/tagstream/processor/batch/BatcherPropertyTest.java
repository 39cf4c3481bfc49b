package dev.tagstream.processor.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.model.engine.ScoringTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class BatcherPropertyTest {
    @Property(tries = 200)
    void answersEveryTaskOnceWhateverFailsAndKeepsToTheBudget(
            @ForAll @Size(min = 1, max = 60) List<@IntRange(min = 1, max = 30) Integer> lengths,
            @ForAll @IntRange(min = 1, max = 60) int budget,
            @ForAll @IntRange(min = 5, max = 60) int deviceTokens,
            @ForAll @IntRange(min = 5, max = 30) int culpritLength) {
        BatcherBench bench = new BatcherBench() {};
        bench.scorer.withDeviceTokens(deviceTokens).breakingOn(task -> task.dataTokens() % culpritLength == 4);
        Batcher batcher = bench.batcher(new BatchPolicy(budget, Duration.ZERO), new QueueBounds(100, 10_000));
        List<Long> offered = new ArrayList<>();
        for (int length : lengths) {
            long ticket = offered.size();
            offered.add(ticket);
            batcher.offer(List.of(bench.molecule(ticket, "C".repeat(length))), Duration.ZERO);
        }

        boolean available = runUntilIdle(batcher);

        List<Long> answered = bench.deliveries().stream().map(Delivery::ticket).toList();
        assertThat(answered).doesNotHaveDuplicates().isSubsetOf(offered);
        assertThat(available && answered.size() < offered.size())
                .as("idle with unanswered tasks")
                .isFalse();
        assertThat(bench.scorer.batches()).allMatch(batch -> batch.size() == 1 || tokens(batch) <= budget);
        assertThat(bench.scorer.batches()).allMatch(batch -> tokens(batch) <= deviceTokens);
    }

    /** False if so many tasks failed in a row that the engine itself was given up. */
    private static boolean runUntilIdle(Batcher batcher) {
        try {
            while (batcher.runOnce()) {}
            return true;
        } catch (EngineUnavailable e) {
            return false;
        }
    }

    private static int tokens(List<ScoringTask> batch) {
        return batch.stream().mapToInt(ScoringTask::dataTokens).sum();
    }
}
