package dev.tagstream.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class StreamThreadPaceTest {
    private static final long START = 1_000_000;

    private long nanos;
    private final StreamThreadPace pace = new StreamThreadPace(Duration.ofMillis(50), () -> nanos);

    @Test
    void letsTasksWaitInSlicesUntilTheTimeIsSpent() {
        List<Duration> patience = new ArrayList<>();
        while (pace.mayWait()) {
            pace.waitWith(longest -> {
                patience.add(longest);
                nanos += longest.toNanos();
            });
        }

        assertThat(patience).containsExactly(Duration.ofMillis(20), Duration.ofMillis(20), Duration.ofMillis(10));
    }

    @Test
    void takesOnlyTheTimeThatWaitingTook() {
        for (int i = 0; i < 1_000; i++) {
            pace.waitWith(longest -> {});
        }
        assertThat(pace.mayWait()).isTrue();

        nanos = 0;
        pace.waitWith(longest -> {
            nanos += Duration.ofSeconds(1).toNanos(); // of a thread that was not run
        });
        assertThat(pace.mayWait()).isFalse();
    }

    @Test
    void givesTheTimeAnewWhicheverTaskTidies() {
        pace.waitWith(longest -> nanos += Duration.ofSeconds(1).toNanos());
        pace.refill();
        assertThat(pace.mayWait()).isTrue();
    }

    @Test
    void isOneForEachThread() throws InterruptedException {
        Supplier<StreamThreadPace> paces = StreamThreadPace.perThread(Duration.ofMillis(50));
        List<StreamThreadPace> others = new ArrayList<>();
        Thread other = new Thread(() -> others.add(paces.get()));
        other.start();
        other.join();

        assertThat(paces.get()).isSameAs(paces.get()).isNotSameAs(others.get(0));
    }

    @Test
    void asksForACommitTenTimesASecondWhereNothingWaits() {
        assertThat(pace.isCommitDue(START, Duration.ZERO)).isTrue();
        assertThat(pace.isCommitDue(START + 20, Duration.ZERO)).isFalse();
        assertThat(pace.isCommitDue(START + 99, Duration.ZERO)).isFalse();
        assertThat(pace.isCommitDue(START + 100, Duration.ZERO)).isTrue();
    }

    @Test
    void waitsForACommitAsLongAsRequestsWaitForAnEngine() {
        pace.isCommitDue(START, Duration.ZERO);
        assertThat(pace.isCommitDue(START + 400, Duration.ofMillis(700))).isFalse();
        assertThat(pace.isCommitDue(START + 700, Duration.ofMillis(700))).isTrue();
        assertThat(pace.isCommitDue(START + 800, Duration.ofMillis(90)))
                .as("the queue is worked off")
                .isTrue();
    }

    @Test
    void letsEveryTaskOfTheThreadAskInTheSamePass() {
        pace.isCommitDue(START, Duration.ZERO);
        assertThat(pace.isCommitDue(START + 3, Duration.ofSeconds(5))).isTrue();
        assertThat(pace.isCommitDue(START + 19, Duration.ofSeconds(5))).isTrue();
        assertThat(pace.isCommitDue(START + 20, Duration.ofSeconds(5))).isFalse();
    }

    @Test
    void asksAgainAfterTheClockWasSetBack() {
        pace.isCommitDue(START, Duration.ZERO);
        assertThat(pace.isCommitDue(START - 3_600_000, Duration.ZERO)).isTrue();
    }
}
