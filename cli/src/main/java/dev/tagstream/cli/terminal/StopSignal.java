package dev.tagstream.cli.terminal;

import java.io.Closeable;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C or a termination signal, turned into a flag, so that a verb ends its line and says how far it came.
 *
 * <p>The process ends when the verb closes this, or after a time of grace without.
 */
public final class StopSignal implements Closeable {
    private static final Duration BRIEF = Duration.ofSeconds(5);

    private final Duration grace;
    private final CountDownLatch raised = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread hook = new Thread(this::raise, "stop-signal");

    private StopSignal(Duration grace) {
        this.grace = grace;
    }

    /** For a verb that has little to put away. */
    public static StopSignal install() {
        return install(BRIEF);
    }

    /** For a verb that needs up to {@code grace} to put everything away. */
    public static StopSignal install(Duration grace) {
        StopSignal signal = new StopSignal(grace);
        Runtime.getRuntime().addShutdownHook(signal.hook);
        return signal;
    }

    private void raise() {
        raised.countDown();
        try {
            boolean inTime = finished.await(grace.toMillis(), TimeUnit.MILLISECONDS);
            if (!inTime) {
                System.err.println();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public boolean raised() {
        return raised.getCount() == 0;
    }

    /** Waits for the signal; false if it did not come in time. */
    public boolean await(Duration patience) throws InterruptedException {
        return raised.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        finished.countDown();
        if (!raised()) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                return; // the process is ending already
            }
        }
    }
}
