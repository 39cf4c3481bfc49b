package dev.tagstream.common.kafka;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;

/** Waits for what brokers say. */
public final class BrokerAnswer {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private BrokerAnswer() {}

    /** {@link #await(KafkaFuture, Duration)} for a minute. */
    public static <T> T await(KafkaFuture<T> answer) {
        return await(answer, LIMIT);
    }

    /** Throws the broker's own refusal, a {@link KafkaException}, as is that no answer came in time. */
    public static <T> T await(KafkaFuture<T> answer, Duration patience) {
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new InterruptException("interrupted while waiting for the brokers", e); // sets the mark again
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
        } catch (TimeoutException e) {
            throw new org.apache.kafka.common.errors.TimeoutException(
                    "the brokers gave no answer within %d s".formatted(patience.toSeconds()), e);
        }
    }
}
