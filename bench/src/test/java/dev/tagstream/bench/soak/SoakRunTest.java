package dev.tagstream.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.schemas.RequestLane;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SoakRunTest {
    private static final int HOUR = 3_600;
    private static final long MB = 1_000_000;

    private final SoakCounts counts = new SoakCounts();

    @Test
    void passesWhereEveryRequestHasOneOutcomeAndNothingGrows() {
        counts.sent("a", 0);
        counts.sent("b", 0);
        counts.predicted("a", 2_000_000_000L);
        counts.rejected("b");
        assertThat(run(HOUR, 0, 0, 10, 10).faults()).isEmpty();
        assertThat(counts.latency().getMaxValue()).isBetween(1_999_000L, 2_001_000L);
    }

    @Test
    void keepsTheLatencyOfSingleMoleculesApart() {
        counts.sent("a", 0);
        counts.sentSingle("b", 0);
        counts.predicted("a", 4_000_000_000L);
        counts.predicted("b", 1_000_000_000L);
        assertThat(counts.latency().getTotalCount()).isEqualTo(1);
        assertThat(counts.singleLatency().getTotalCount()).isEqualTo(1);
        assertThat(counts.singleLatency().getMaxValue())
                .isLessThan(counts.latency().getMinValue());
    }

    @Test
    void failsWhereARequestHasNoOutcome() {
        counts.sent("a", 0);
        assertThat(run(HOUR, 0, 0, 10, 10).faults())
                .containsExactly("1 requests have no outcome and 0 outcomes came once more.");
    }

    @Test
    void failsWhereAnOutcomeCameTwiceOrOfNothingThatWasAsked() {
        counts.sent("a", 0);
        counts.predicted("a", 1);
        counts.predicted("a", 2);
        counts.rejected("never sent");
        counts.rejected(null);
        assertThat(run(HOUR, 0, 0, 10, 10).faults())
                .containsExactly("0 requests have no outcome and 3 outcomes came once more.");
    }

    @Test
    void failsWhereMoreWasPendingThanMayBe() {
        assertThat(run(HOUR, 0, 0, 11, 10).faults()).containsExactly("11 requests were pending, and 10 may be.");
    }

    @Test
    void failsWhereMemoryOrFilesGrow() {
        assertThat(run(HOUR, 30 * MB, 0, 0, 10).faults())
                .hasSize(1)
                .allMatch(it -> it.startsWith("residentBytes grew"));
        assertThat(run(HOUR, 0, 20, 0, 10).faults()).hasSize(1).allMatch(it -> it.startsWith("openFiles grew"));
    }

    @Test
    void doesNotJudgeTrendsOfAShortRun() {
        assertThat(run(60, 30 * MB, 20, 0, 10).faults()).isEmpty();
    }

    @Test
    void failsWhereTheProcessorWasNeverSeen() {
        assertThat(new SoakRun(HOUR, RequestLane.INTERACTIVE, 20, counts, List.of(), 3_600, 0, 10).faults())
                .containsExactly("The processor answered none of 3,600 looks.");
    }

    /** Looks a hundred times at a process of 200 MB and 100 files, which grows by so much from the first look to the last. */
    private SoakRun run(double seconds, long bytes, long files, long pending, long bound) {
        List<SoakSample> samples = IntStream.range(0, 100)
                .mapToObj(i -> new SoakSample(
                        seconds * i / 100,
                        new ProcessLook(200 * MB + bytes * i / 100, 50, 100 + files * i / 100),
                        new SoakMetrics(100 * MB, 50 * MB, 0, 10),
                        0,
                        0))
                .toList();
        return new SoakRun(seconds, RequestLane.INTERACTIVE, 20, counts, samples, 0, pending, bound);
    }
}
