package dev.tagstream.common.intake;

import dev.tagstream.schemas.DomainData;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What intake says of a record.
 *
 * @param <T> what the record's value is decoded to
 */
public sealed interface Validation<T> {
    /**
     * The record can be used.
     *
     * @param canonicalSmiles null where it has no molecule
     * @param canonicalData its further data, molecules as canonical SMILES
     */
    record Accepted<T>(T value, @Nullable String canonicalSmiles, List<DomainData> canonicalData)
            implements Validation<T> {
        public Accepted {
            canonicalData = List.copyOf(canonicalData);
        }
    }

    /**
     * The record can't be used.
     *
     * @param message one sentence on what is wrong, and where
     * @param value null where the record could not be read
     */
    record Rejected<T>(
            RejectReason reason, String message, @Nullable T value) implements Validation<T> {}

    /** @param value null where the record could not be read */
    static <T> Rejected<T> rejected(InvalidRecordException why, @Nullable T value) {
        return new Rejected<>(why.reason(), Objects.requireNonNullElse(why.getMessage(), why.toString()), value);
    }
}
