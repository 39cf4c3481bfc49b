package dev.tagstream.schemas;

import org.apache.kafka.common.errors.RetriableException;

/** The registry gave no usable answer on a schema. The record may be all right, so it must be read again later. */
public class RegistryUnavailableException extends RetriableException {
    public RegistryUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
