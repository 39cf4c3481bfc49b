package dev.tagstream.client;

import dev.tagstream.schemas.RegistryUnavailableException;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Says in a sentence what Kafka or the registry did not like, as far as a person can do something about it. */
public final class KafkaTrouble {
    private KafkaTrouble() {}

    /** Empty for anything else. */
    public static Optional<String> sentence(Throwable failure) {
        boolean serializing = false;
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            serializing |= cause instanceof SerializationException;
            Optional<String> sentence = ofOne(cause, serializing);
            if (sentence.isPresent()) {
                return sentence;
            }
        }
        return failure instanceof KafkaException
                ? Optional.of("Kafka failed: " + ended(failure.getMessage()))
                : Optional.empty();
    }

    /** Whether a record could not be decoded because the registry did not answer, rather than for what it holds. */
    public static boolean isRegistryAway(SerializationException failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RestClientException refused) {
                return refused.getStatus() >= 500 || refused.getStatus() == 401 || refused.getStatus() == 403;
            }
            if (cause instanceof IOException && !(cause instanceof EOFException)) {
                return true;
            }
        }
        return false;
    }

    private static Optional<String> ofOne(Throwable cause, boolean serializing) {
        String told = ended(cause.getMessage());
        if (cause instanceof SslAuthenticationException) {
            return Optional.of(
                    "TLS with Kafka failed: " + told + " Check ssl.truststore.location, for the broker's certificate,"
                            + " and ssl.keystore.location, for one's own, in the file given with --command-config.");
        }
        if (cause instanceof AuthenticationException) {
            return Optional.of("Kafka refused the login: " + told + " Check the file given with --command-config.");
        }
        if (cause instanceof AuthorizationException) {
            return Optional.of("Kafka does not allow it: " + told);
        }
        if (cause instanceof ConfigException) {
            return Optional.of("A client setting is wrong: " + told + " Check the file given with --command-config.");
        }
        if (cause instanceof UnknownTopicOrPartitionException) {
            return Optional.of(
                    "A topic is missing: " + told + " Check --topic-prefix; `tagstream local` makes the topics.");
        }
        if (cause instanceof RecordTooLargeException) {
            return Optional.of("A record is too large for its topic: " + told);
        }
        if (cause instanceof TimeoutException) {
            return Optional.of("Kafka did not answer in time: " + told);
        }
        if (cause instanceof RegistryUnavailableException) {
            return Optional.of(
                    told
                            + " Check --schema-registry, and what begins with registry. in the file given with --command-config.");
        }
        if (cause instanceof RestClientException) {
            return Optional.of("The schema registry refused: " + told);
        }
        return serializing && cause instanceof IOException
                ? Optional.of("The schema registry can't be reached: " + told + " Check --schema-registry.")
                : Optional.empty();
    }

    private static String ended(@Nullable String message) {
        String text = message == null ? "no reason given" : message.strip();
        return text.endsWith(".") ? text : text + ".";
    }
}
