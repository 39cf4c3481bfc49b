package dev.tagstream.processor;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * SIGTERM and SIGINT close the processor, and the JVM waits until this is closed: opened before everything else, it is closed
 * after everything else.
 */
final class ShutdownSignal implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 90;

    private final CountDownLatch allClosed = new CountDownLatch(1);
    private volatile boolean received;

    void closes(ScreeningProcessor processor) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(processor), "shutdown"));
    }

    /** Whether the end was asked for from outside. */
    boolean received() {
        return received;
    }

    private void close(ScreeningProcessor processor) {
        if (allClosed.getCount() == 0) {
            return; // it ended before the signal came
        }
        received = true;
        processor.close();
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
