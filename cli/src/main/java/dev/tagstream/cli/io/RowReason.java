package dev.tagstream.cli.io;

/** Why a reader skipped a row: what can be seen without chemistry. */
public enum RowReason {
    EMPTY_SMILES("no SMILES"),
    DUPLICATE_ID("id used before"),
    LINE_TOO_LONG("line too long"),
    NOT_UTF8("not UTF-8"),
    UNCLOSED_QUOTE("quote never closed"),
    TOO_FEW_FIELDS("too few fields"),
    TOO_MANY_FIELDS("too many fields"),
    UNKNOWN_TARGET("unknown target"),
    EMPTY_CELL("empty cell"),
    BAD_LABEL("unusable label"),
    UNTOKENIZABLE("no token for a character");

    private final String words;

    RowReason(String words) {
        this.words = words;
    }

    /** The reason in a few words, for a summary. */
    public String words() {
        return words;
    }
}
