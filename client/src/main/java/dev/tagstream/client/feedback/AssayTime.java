package dev.tagstream.client.feedback;

import dev.tagstream.client.files.FileLimits;
import dev.tagstream.client.files.RowReason;
import dev.tagstream.tags.text.ShortLine;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

/** Reads ISO 8601 times, whole days among them; one without a zone is taken for UTC. */
public final class AssayTime {
    /** Nothing was measured before; and a far year has no milliseconds in a long. */
    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private AssayTime() {}

    public static Instant read(String text) throws RefusedRowException {
        if (text.length() <= FileLimits.VALUE_CHARACTERS) {
            Instant time = parse(text);
            if (!time.isBefore(EARLIEST) && !time.isAfter(LATEST)) {
                return time;
            }
        }
        throw refused(text);
    }

    private static Instant parse(String text) throws RefusedRowException {
        String iso = text.strip().replaceFirst("^(\\d{4}-\\d{2}-\\d{2}) +", "$1T");
        try {
            if (!iso.contains("T")) {
                return LocalDate.parse(iso).atStartOfDay(ZoneOffset.UTC).toInstant();
            }
            return iso.matches(".*(Z|[+-]\\d{2}:?\\d{2})$")
                    ? OffsetDateTime.parse(iso).toInstant()
                    : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw refused(text);
        }
    }

    private static RefusedRowException refused(String text) {
        return new RefusedRowException(
                RowReason.BAD_TIME,
                "\"%s\" is no time such as 2026-03-31 or 2026-03-31T14:05:00Z".formatted(ShortLine.value(text)));
    }
}
