package dev.tagstream.cli.verb;

import java.io.Closeable;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C or a termination signal, turned into a flag, so that a verb ends its line and says how far it came.
 *
 * <p>The process ends when the verb closes this, or after a few seconds without.
 */
final class StopSignal implements Closeable {
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread hook = new Thread(this::raise, "stop-signal");
    private volatile boolean raised;

    static StopSignal install() {
        StopSignal signal = new StopSignal();
        Runtime.getRuntime().addShutdownHook(signal.hook);
        return signal;
    }

    private void raise() {
        raised = true;
        try {
            boolean inTime = finished.await(GRACE.toMillis(), TimeUnit.MILLISECONDS);
            if (!inTime) {
                System.err.println();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean raised() {
        return raised;
    }

    @Override
    public void close() {
        finished.countDown();
        if (!raised) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                return; // the process is ending already
            }
        }
    }
}
