package dev.tagstream.common.intake;

import dev.tagstream.schemas.UnknownSchemaException;
import dev.tagstream.tags.text.ShortLine;
import java.util.Objects;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/** Decodes the values of records from outside. */
public final class RecordReader<T> {
    private static final int MESSAGE_CHARACTERS = 500;

    private final Deserializer<T> deserializer;

    public RecordReader(Deserializer<T> deserializer) {
        this.deserializer = deserializer;
    }

    /**
     * @throws InvalidRecordException if the record has no value, or one that is no record of this type
     * @throws dev.tagstream.schemas.RegistryUnavailableException if the registry gives no answer on the record's schema
     */
    public T read(SourceRecord source) throws InvalidRecordException {
        byte[] value = source.value();
        if (value == null) {
            throw new InvalidRecordException(RejectReason.TOMBSTONE, "the record has a key but no value");
        }
        if (value.length == 0) {
            throw new InvalidRecordException(RejectReason.EMPTY_VALUE, "the value has no bytes");
        }
        try {
            return deserializer.deserialize(source.topic(), value);
        } catch (UnknownSchemaException e) {
            throw new InvalidRecordException(RejectReason.UNKNOWN_SCHEMA, message(e));
        } catch (SerializationException e) {
            throw new InvalidRecordException(RejectReason.UNDECODABLE, decodingMessage(e));
        }
    }

    private static String message(Exception e) {
        return Objects.requireNonNullElse(e.getMessage(), e.toString());
    }

    /** With the innermost cause, which says what is wrong with the bytes. */
    private static String decodingMessage(SerializationException e) {
        Throwable innermost = e;
        while (innermost.getCause() != null && innermost.getCause() != innermost) {
            innermost = innermost.getCause();
        }
        String text = innermost == e ? message(e) : message(e) + ": " + innermost;
        return ShortLine.of(text.replaceAll("\\p{Cntrl}+", " "), MESSAGE_CHARACTERS);
    }
}
