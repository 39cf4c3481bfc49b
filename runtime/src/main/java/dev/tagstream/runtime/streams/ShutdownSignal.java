package dev.tagstream.runtime.streams;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * SIGTERM and SIGINT close a service, and the JVM waits until this is closed: opened before everything else, it is closed
 * after everything else.
 */
public final class ShutdownSignal implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 90;

    private final CountDownLatch allClosed = new CountDownLatch(1);
    private volatile boolean received;

    /** @param close called from another thread, once */
    public void closes(Runnable close) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(close), "shutdown"));
    }

    /** Whether the end was asked for from outside. */
    public boolean received() {
        return received;
    }

    private void close(Runnable close) {
        if (allClosed.getCount() == 0) {
            return; // it ended before the signal came
        }
        received = true;
        close.run();
        try {
            allClosed.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        allClosed.countDown();
    }
}
