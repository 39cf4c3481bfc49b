package dev.tagstream.runtime.streams;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what follows when a stream thread fails: where something outside did not answer (the registry, a broker), a pause
 * and a new thread, which reads the same records again because nothing was committed; else the end of this process.
 */
public final class ThreadRecovery implements StreamsUncaughtExceptionHandler {
    /** A thread that lasted longer than this did some work, so its failure is the first of a new row. */
    private static final Duration CALM = Duration.ofMinutes(2);

    private static final Logger log = LoggerFactory.getLogger(ThreadRecovery.class);

    private final RetryPause pause;
    private final Clock clock;
    private int failuresInARow;
    private Instant lastFailure = Instant.EPOCH;

    public ThreadRecovery(RetryPause pause, Clock clock) {
        this.pause = pause;
        this.clock = clock;
    }

    @Override
    public StreamThreadExceptionResponse handle(Throwable failure) {
        Throwable cause = rootCause(failure);
        if (causes(failure).noneMatch(ThreadRecovery::isOutside)) {
            log.error("This process stops: {}", cause.toString(), failure);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        int failures = countFailure();
        log.warn(
                "A stream thread failed and is replaced in {} ms; no record is lost: {}",
                pause.after(failures).toMillis(),
                cause.toString());
        return pause.pause(failures)
                ? StreamThreadExceptionResponse.REPLACE_THREAD
                : StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    private synchronized int countFailure() {
        Instant now = clock.instant();
        failuresInARow = Duration.between(lastFailure, now).compareTo(CALM) > 0 ? 1 : failuresInARow + 1;
        lastFailure = now;
        return failuresInARow;
    }

    private static boolean isOutside(Throwable cause) {
        return cause instanceof RetriableException || cause instanceof IOException;
    }

    private static Throwable rootCause(Throwable failure) {
        return causes(failure).reduce((outer, inner) -> inner).orElse(failure);
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
    }
}
