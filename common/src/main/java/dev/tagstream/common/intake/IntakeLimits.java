package dev.tagstream.common.intake;

import dev.tagstream.tags.Domain;

/**
 * What a record may hold at most. Every length is bounded before anything is parsed.
 *
 * @param smilesLength characters of a SMILES
 * @param proteinLength residues of a protein
 */
public record IntakeLimits(int smilesLength, int proteinLength) {
    /** Where no settings say otherwise. */
    public static final IntakeLimits USUAL =
            new IntakeLimits(Domain.SMILES.maxCharacters(), Domain.PROTEIN.maxCharacters());

    /** Characters of an identifier: room for a UUID, a path or an InChIKey with a prefix. */
    public static final int ID_LENGTH = 256;

    /** Functions of one request; each is an outcome of its own. */
    public static final int FUNCTIONS = 16;

    /** Atoms of a molecule; a macrocyclic peptide has some hundreds. */
    public static final int ATOMS = 1_000;
}
