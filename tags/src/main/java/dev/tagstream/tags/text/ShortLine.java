package dev.tagstream.tags.text;

/**
 * One line of bounded length, out of a text that may hold what somebody sent: sentences for people stand in logs, tables and
 * records, where neither a line end nor a megabyte has a place.
 */
public final class ShortLine {
    /** Room for a sentence with a long path and two values. */
    static final int MAX_CHARACTERS = 1_000;

    /** Of a value within a sentence. */
    private static final int VALUE_CHARACTERS = 100;

    private ShortLine() {}

    /** A whole sentence. Where it is too long, its middle goes: the place stands in front, the remedy at the end. */
    public static String of(String sentence) {
        return shortened(sentence, MAX_CHARACTERS);
    }

    /** At most so many characters of a sentence, at least some fifty. */
    public static String of(String sentence, int characters) {
        return shortened(sentence, characters);
    }

    /** A value that is repeated in a sentence. */
    public static String value(Object value) {
        return shortened(String.valueOf(value), VALUE_CHARACTERS);
    }

    private static String shortened(String text, int limit) {
        String kept = text;
        if (text.length() > limit) {
            String gap = " [%,d characters] ".formatted(text.length());
            int head = limit * 2 / 3;
            kept = text.substring(0, head) + gap + text.substring(text.length() - (limit - head - gap.length()));
        }
        return printable(kept);
    }

    private static String printable(String text) {
        StringBuilder line = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            line.append(Character.isISOControl(c) ? '?' : c);
        }
        return line.toString();
    }
}
