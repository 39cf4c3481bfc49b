package dev.tagstream.runtime.streams;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.KafkaStreams;

/** Follows the states of a service's Kafka Streams for those who wait for one: all running at first, the end of any at last. */
public final class StreamsLife {
    private static final Duration POLL = Duration.ofMillis(10);

    private final List<CountDownLatch> running = new CopyOnWriteArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean failed;

    /** Follows one more from now on. */
    public void follow(KafkaStreams streams) {
        CountDownLatch reached = new CountDownLatch(1);
        running.add(reached);
        streams.setStateListener((now, before) -> changed(now, reached));
    }

    private void changed(KafkaStreams.State now, CountDownLatch reached) {
        if (now == KafkaStreams.State.RUNNING) {
            reached.countDown();
        }
        if (now == KafkaStreams.State.PENDING_ERROR || now == KafkaStreams.State.ERROR) {
            failed = true;
            end();
        }
    }

    public void end() {
        ended.countDown();
    }

    /** Whether all were running before the end and within {@code patience}. */
    public boolean awaitRunning(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            for (CountDownLatch reached : running) {
                while (!reached.await(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                    if (hasEnded() || System.nanoTime() > deadline) {
                        return false;
                    }
                }
            }
            return !failed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean hasEnded() {
        return ended.getCount() == 0;
    }

    public void awaitEnd() throws InterruptedException {
        ended.await();
    }

    public boolean failed() {
        return failed;
    }
}
