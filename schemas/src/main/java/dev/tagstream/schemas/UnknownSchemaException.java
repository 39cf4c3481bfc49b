package dev.tagstream.schemas;

import org.apache.kafka.common.errors.SerializationException;

/** A record names a schema id that the registry answers not to have: no retry will make the record readable. */
public class UnknownSchemaException extends SerializationException {
    public UnknownSchemaException(String message, Throwable cause) {
        super(message, cause);
    }
}
