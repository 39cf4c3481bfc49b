package dev.tagstream.runtime.streams;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.schemas.RegistryUnavailableException;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Clock;
import java.time.Duration;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThreadRecoveryTest {
    private final RetryPause pause = new RetryPause(Duration.ofMillis(1), Duration.ofMillis(2));
    private final ThreadRecovery recovery = new ThreadRecovery(pause, Clock.systemUTC());

    @Test
    void replacesAThreadThatAskedARegistryInVain() {
        Throwable outage = new RegistryUnavailableException("no answer", new ConnectException("refused"));

        assertThat(recovery.handle(new StreamsException("process failed", outage)))
                .isEqualTo(REPLACE_THREAD);
        assertThat(recovery.handle(outage)).isEqualTo(REPLACE_THREAD);
    }

    @Test
    void replacesAThreadWhoseBrokerOrRegistryDidNotAnswerAWrite() {
        assertThat(recovery.handle(new StreamsException(new TimeoutException("metadata"))))
                .isEqualTo(REPLACE_THREAD);
        assertThat(recovery.handle(
                        new StreamsException(new SerializationException("register", new IOException("refused")))))
                .isEqualTo(REPLACE_THREAD);
    }

    @Test
    void stopsTheProcessForAnythingElse() {
        assertThat(recovery.handle(new StreamsException(new IllegalStateException("a bug"))))
                .isEqualTo(SHUTDOWN_CLIENT);
        assertThat(recovery.handle(new OutOfMemoryError("no heap"))).isEqualTo(SHUTDOWN_CLIENT);
    }

    @Test
    void doesNotReplaceAThreadWhileTheProcessCloses() {
        pause.close();

        assertThat(recovery.handle(new StreamsException(new TimeoutException("metadata"))))
                .isEqualTo(SHUTDOWN_CLIENT);
    }

    @ParameterizedTest(name = "after {0} failures: {1} ms")
    @CsvSource({"1, 500", "2, 1000", "3, 2000", "7, 30000", "500, 30000"})
    void pausesTwiceAsLongAfterEachFailureUpToABound(int failures, long millis) {
        RetryPause doubling = new RetryPause(Duration.ofMillis(500), Duration.ofSeconds(30));

        assertThat(doubling.after(failures)).isEqualTo(Duration.ofMillis(millis));
    }
}
