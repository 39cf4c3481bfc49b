package dev.tagstream.common.intake;

import dev.tagstream.tags.Domain;

/**
 * Why a record, or one function asked of it, got no prediction, or why a result teaches nothing. Names and codes are permanent: they stand in records that
 * outlive the program, so a reason may be added but none renamed, renumbered or reused.
 *
 * <p>Hundreds of the code tell the matter: 1 the bytes, 2 the request, 3 the molecule, 4 the protein, 5 the tags, 6 the engine,
 * 7 the assay result.
 */
public enum RejectReason {
    TOMBSTONE(101, "The record has no value; a request can't be withdrawn this way."),
    EMPTY_VALUE(102, "The record's value has no bytes."),
    UNDECODABLE(103, "The value is not a request under the Confluent wire format: another format, damaged, or cut."),
    UNKNOWN_SCHEMA(104, "The value names a schema id that the registry does not have."),
    RECORD_TOO_LARGE(105, "Key, value and headers together are larger than allowed."),

    MISSING_FIELD(201, "A field the request needs is absent or blank."),
    ID_TOO_LONG(202, "An identifier is longer than allowed."),
    NO_FUNCTIONS(203, "The request asks for no function."),
    TOO_MANY_FUNCTIONS(204, "The request asks for more functions than allowed."),
    DUPLICATE_FUNCTION(205, "The request asks for one function twice."),
    TOO_MUCH_DATA(206, "The record holds more further data, or a longer text of it, than allowed."),

    SMILES_MISSING(301, "A function needs a molecule and the request has no SMILES, or a blank one."),
    SMILES_UNPARSEABLE(302, "The SMILES is not one molecule in correct notation."),
    SMILES_TOO_LONG(303, "The SMILES has more characters than allowed."),
    SMILES_TOO_MANY_ATOMS(304, "The molecule has more atoms than allowed."),

    PROTEIN_MISSING(401, "A function needs a protein and the request has none, or a blank one."),
    PROTEIN_BAD_RESIDUE(402, "The protein holds a character that is no residue letter."),
    PROTEIN_TOO_LONG(403, "The protein has more residues than allowed."),

    FUNCTION_UNKNOWN(501, "No tag of this name is loaded for the model in use."),
    DOMAIN_TAG_MISSING(502, "The function's prompt needs a domain tag that is not loaded."),

    UNTOKENIZABLE(601, "The model's tokenizer has no token for a character of the text."),
    ENGINE_FAILED(602, "The engine failed on this record even when it was scored alone."),
    NOT_FINITE(603, "The engine's value is not a number."),

    RESULT_FUNCTION_UNKNOWN(701, "The result is for a function that was neither declared nor published."),
    RESULT_UNIT_WRONG(702, "The result's unit is not the function's."),
    RESULT_NOT_FINITE(703, "The result's value is not a finite number."),
    RESULT_CLASS_UNKNOWN(704, "The result's value is not the number of one of the function's classes."),
    RESULT_CLASS_CENSORED(
            705, "The result of a classification stands with less or greater, which has no meaning for a class."),
    RESULT_KEY_WRONG(
            706,
            "The record's key is not the result's function, so that it may lie in another partition than the rest.");

    private final int code;
    private final String doc;

    RejectReason(int code, String doc) {
        this.code = code;
        this.doc = doc;
    }

    /** That a record has no data of a domain, which its function needs. */
    public static RejectReason missing(String domain) {
        return Domain.named(domain)
                .map(known -> switch (known.data()) {
                    case RESIDUES -> PROTEIN_MISSING;
                    case SMILES -> SMILES_MISSING;
                })
                .orElse(MISSING_FIELD);
    }

    /** The number records carry. */
    public int code() {
        return code;
    }

    /** One sentence for a person. */
    public String doc() {
        return doc;
    }

    /** All reasons as a page for people, {@code docs/reject-reasons.md}. */
    public static String markdown() {
        StringBuilder page = new StringBuilder("""
                # Reject reasons

                Printed from `dev.tagstream.common.intake.RejectReason`; a test compares this page with it. A record of
                `rejected-records` carries the code and the name; both are permanent.

                | code | reason | meaning |
                |---|---|---|
                """);
        for (RejectReason reason : values()) {
            page.append("| %d | `%s` | %s |\n".formatted(reason.code, reason.name(), reason.doc));
        }
        return page.toString();
    }
}
