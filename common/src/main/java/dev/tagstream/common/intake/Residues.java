package dev.tagstream.common.intake;

/** The letters of a protein (IUPAC-IUB one-letter codes, selenocysteine, pyrrolysine and the ambiguous B, Z, J, X included). */
public final class Residues {
    private static final String LETTERS = "ACDEFGHIKLMNPQRSTVWYUOXBZJ";
    private static final boolean[] IS_LETTER = new boolean['Z' + 1];

    static {
        LETTERS.chars().forEach(letter -> IS_LETTER[letter] = true);
    }

    private Residues() {}

    public static void check(String protein, int limit) throws InvalidRecordException {
        if (protein.isBlank()) {
            throw new InvalidRecordException(RejectReason.PROTEIN_MISSING, "protein is blank");
        }
        if (protein.length() > limit) {
            throw new InvalidRecordException(
                    RejectReason.PROTEIN_TOO_LONG,
                    "the protein has %,d residues, allowed are %,d".formatted(protein.length(), limit));
        }
        for (int i = 0; i < protein.length(); i++) {
            char residue = protein.charAt(i);
            if (residue >= IS_LETTER.length || !IS_LETTER[residue]) {
                int codePoint = protein.codePointAt(i);
                throw new InvalidRecordException(
                        RejectReason.PROTEIN_BAD_RESIDUE,
                        "residue %,d is %s; residues are the capitals %s".formatted(i + 1, shown(codePoint), LETTERS));
            }
        }
    }

    private static String shown(int codePoint) {
        return Character.isISOControl(codePoint) || Character.isWhitespace(codePoint)
                ? "U+%04X".formatted(codePoint)
                : "'" + Character.toString(codePoint) + "'";
    }
}
