package dev.tagstream.runtime.streams;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.KafkaStreams;

/** Follows the states of Kafka Streams for those who wait for one: running at first, the end at last. */
public final class StreamsLife implements KafkaStreams.StateListener {
    private final CountDownLatch running = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean reachedRunning;
    private volatile boolean failed;

    @Override
    public void onChange(KafkaStreams.State now, KafkaStreams.State before) {
        if (now == KafkaStreams.State.RUNNING) {
            reachedRunning = true;
            running.countDown();
        }
        if (now == KafkaStreams.State.PENDING_ERROR || now == KafkaStreams.State.ERROR) {
            failed = true;
            end();
        }
    }

    public void end() {
        ended.countDown();
        running.countDown();
    }

    public boolean awaitRunning(Duration patience) {
        try {
            return running.await(patience.toMillis(), TimeUnit.MILLISECONDS) && reachedRunning && !failed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    public void awaitEnd() throws InterruptedException {
        ended.await();
    }

    public boolean failed() {
        return failed;
    }
}
