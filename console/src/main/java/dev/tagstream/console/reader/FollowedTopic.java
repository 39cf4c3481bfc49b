package dev.tagstream.console.reader;

import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A topic that is read, from where, and what is done with its records.
 *
 * @param book throws {@link org.apache.kafka.common.errors.SerializationException} for what is no such record, {@link
 *     dev.tagstream.schemas.RegistryUnavailableException} where it has to be read again
 */
record FollowedTopic(String name, From from, Consumer<ConsumerRecord<byte[], byte[]>> book) {
    /** Where reading begins. */
    enum From {
        BEGINNING,
        /** At the first record that is not older than the history that is shown. */
        HISTORY,
        /** Some records before the end, for a topic whose records may be large and are kept forever. */
        LAST
    }
}
