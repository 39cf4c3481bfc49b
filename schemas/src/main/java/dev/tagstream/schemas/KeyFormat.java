package dev.tagstream.schemas;

import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** How the keys of a topic are written. */
public enum KeyFormat {
    /** UTF-8 text. */
    STRING,
    /** Bytes passed on as they came, for records whose key may be anything. */
    BYTES;

    public Serde<?> serde() {
        return switch (this) {
            case STRING -> Serdes.String();
            case BYTES -> Serdes.ByteArray();
        };
    }
}
