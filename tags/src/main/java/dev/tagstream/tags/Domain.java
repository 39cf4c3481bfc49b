package dev.tagstream.tags;

import java.util.List;
import java.util.Optional;

/**
 * A domain of data that prompts hold in spans, each opened by the domain's tag.
 *
 * @param name of its tag, as templates and spans say it
 * @param data what its texts are
 * @param sample a text that any model in order can read
 * @param maxCharacters of a text that is accepted, unless settings say otherwise
 */
public record Domain(String name, Data data, String sample, int maxCharacters) {
    /** How texts are to be read and checked. */
    public enum Data {
        /** One-letter codes of amino acids. */
        RESIDUES,
        /** A molecule in SMILES. */
        SMILES
    }

    public static final Domain PROTEIN = new Domain("Protein", Data.RESIDUES, "MKTAYIAKQR", 10_000);
    public static final Domain SMILES = new Domain("SMILES", Data.SMILES, "CCO", 2_000);

    /** Those that requests and results have fields for, in the order of a prompt. */
    public static final List<Domain> ALL = List.of(PROTEIN, SMILES);

    /** Empty for a domain that only its tag is known of. */
    public static Optional<Domain> named(String name) {
        return ALL.stream().filter(domain -> domain.name.equals(name)).findFirst();
    }
}
