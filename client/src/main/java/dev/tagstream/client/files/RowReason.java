package dev.tagstream.client.files;

/** Why a row was skipped. */
public enum RowReason {
    EMPTY_SMILES("no SMILES"),
    DUPLICATE_ID("id used before"),
    ID_TOO_LONG("id too long"),
    LINE_TOO_LONG("line too long"),
    NOT_UTF8("not UTF-8"),
    UNCLOSED_QUOTE("quote never closed"),
    TOO_FEW_FIELDS("too few fields"),
    TOO_MANY_FIELDS("too many fields"),
    UNKNOWN_TARGET("unknown target"),
    EMPTY_CELL("empty cell"),
    UNTOKENIZABLE("no token for a character"),
    NO_VALUE("no value"),
    BAD_VALUE("value that is no number or class"),
    BAD_RELATION("relation unclear"),
    NO_UNIT("no unit"),
    WRONG_UNIT("wrong unit"),
    OTHER_QUANTITY("another quantity"),
    NOT_POSITIVE("concentration not above zero"),
    NO_FUNCTION("no function"),
    UNKNOWN_FUNCTION("unknown function"),
    MISSING_MOLECULE("no molecule"),
    MISSING_PROTEIN("no protein"),
    MISSING_DATA("function of more data than a row has"),
    BAD_COMPOUND("unusable molecule, protein or id"),
    BAD_TIME("unreadable time");

    private final String words;

    RowReason(String words) {
        this.words = words;
    }

    /** The reason in a few words, for a summary. */
    public String words() {
        return words;
    }
}
