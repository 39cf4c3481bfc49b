package dev.tagstream.client.feedback;

import dev.tagstream.client.files.FileLimits;
import dev.tagstream.client.files.RowReason;
import dev.tagstream.schemas.Relation;
import dev.tagstream.tags.text.ShortLine;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads values as laboratories write them, the relation beside the number or in front of it. */
public final class MeasuredText {
    private static final Pattern VALUE = Pattern.compile("([<>=~\u2264\u2265\u2248]*)\\s*(.*)");
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?");

    private MeasuredText() {}

    /**
     * Reads a number with its relation.
     *
     * @param value for instance {@code 6.2} or {@code <5}
     * @param relation for instance {@code <=}; empty where there is none
     */
    public static Measured read(String value, String relation) throws RefusedRowException {
        if (value.length() > FileLimits.VALUE_CHARACTERS || relation.length() > FileLimits.VALUE_CHARACTERS) {
            throw new RefusedRowException(
                    RowReason.BAD_VALUE,
                    "value \"%s\" with relation \"%s\" has more than %d characters"
                            .formatted(ShortLine.value(value), ShortLine.value(relation), FileLimits.VALUE_CHARACTERS));
        }
        Matcher parts = VALUE.matcher(value.strip());
        if (!parts.matches() || parts.group(2).isEmpty()) {
            throw new RefusedRowException(RowReason.NO_VALUE, "no value");
        }
        Optional<Relation> inFront = relation(parts.group(1));
        Optional<Relation> beside = relation(relation);
        if (inFront.isPresent() && beside.isPresent() && !inFront.equals(beside)) {
            throw new RefusedRowException(
                    RowReason.BAD_RELATION,
                    "value \"%s\" and relation \"%s\" contradict each other".formatted(value, relation));
        }
        return new Measured(number(parts.group(2)), inFront.or(() -> beside).orElse(Relation.EQUAL));
    }

    private static double number(String text) throws RefusedRowException {
        double number = NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
        if (!Double.isFinite(number)) {
            throw new RefusedRowException(
                    RowReason.BAD_VALUE,
                    text.matches("[+-]?\\d+,\\d+")
                            ? "value \"%s\" has a comma; write it with a point".formatted(text)
                            : "value \"%s\" is no number such as 6.2, <5 or 1e-7".formatted(text));
        }
        return number;
    }

    /** A bound that may be reached teaches what one that may not does; about a value is the value. */
    private static Optional<Relation> relation(String text) throws RefusedRowException {
        String plain = text.strip().replaceAll("^'(.*)'$", "$1").toLowerCase(Locale.ROOT);
        return switch (plain) {
            case "" -> Optional.empty();
            case "=", "==", "~", "\u2248" -> Optional.of(Relation.EQUAL);
            case "<", "<=", "=<", "<<", "\u2264" -> Optional.of(Relation.LESS);
            case ">", ">=", "=>", ">>", "\u2265" -> Optional.of(Relation.GREATER);
            default ->
                throw new RefusedRowException(
                        RowReason.BAD_RELATION, "relation \"%s\" is none of = < > <= >= ~".formatted(text));
        };
    }
}
