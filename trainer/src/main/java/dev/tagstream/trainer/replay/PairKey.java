package dev.tagstream.trainer.replay;

import dev.tagstream.common.molecule.MoleculeIdentity;
import dev.tagstream.model.learn.HeldOut;
import dev.tagstream.schemas.AssayResult;
import dev.tagstream.tags.Domain;
import dev.tagstream.tags.prompt.PromptTemplate;
import dev.tagstream.tags.text.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What a result is about: a molecule and a protein, by what they are and not by what somebody called them.
 *
 * @param molecule its {@link MoleculeIdentity}, which tells stereoisomers apart; empty for none
 * @param constitution canonical SMILES, which does not; empty for none
 * @param protein residues; empty for none
 */
record PairKey(String molecule, String constitution, String protein) {
    private static final int NAME_DIGITS = 32;

    static PairKey of(AssayResult result, @Nullable String canonicalSmiles, MoleculeIdentity identity) {
        String smiles = result.getSmiles();
        String protein = result.getProtein();
        return new PairKey(
                smiles == null ? "" : identity.of(smiles),
                canonicalSmiles == null ? "" : canonicalSmiles,
                protein == null ? "" : protein);
    }

    /** What of it a prompt sees: results that differ in the rest are of one prompt, and belong to one slice. */
    PairKey within(PromptTemplate template) {
        boolean seesMolecule = template.domains().contains(Domain.SMILES.name());
        return new PairKey(
                seesMolecule ? molecule : "",
                seesMolecule ? constitution : "",
                template.domains().contains(Domain.PROTEIN.name()) ? protein : "");
    }

    /** By constitution, so that stereoisomers never stand on two sides. */
    boolean isHeldOut(double share) {
        return HeldOut.contains(share, constitution, protein);
    }

    /** A name of fixed length, the same for the same subject. */
    String name() {
        MessageDigest digest = Sha256.digest();
        byte[] bytes = molecule.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        digest.update(bytes);
        digest.update(protein.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest.digest()).substring(0, NAME_DIGITS);
    }
}
