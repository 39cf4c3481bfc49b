package dev.tagstream.cli.learn;

/** Which column of a file holds the data of a span, written {@code Domain=column}. */
public record SpanColumn(String domain, String column) {
    /** Throws {@link IllegalArgumentException} with a sentence for a person. */
    public static SpanColumn parse(String text) {
        int equals = text.indexOf('=');
        if (equals < 1 || equals == text.length() - 1) {
            throw new IllegalArgumentException(
                    "\"%s\" names no span; write Domain=column, for instance SMILES=smiles".formatted(text));
        }
        return new SpanColumn(text.substring(0, equals), text.substring(equals + 1));
    }
}
