package dev.tagstream.trainer.replay;

import dev.tagstream.common.molecule.MoleculeIdentity;
import dev.tagstream.model.learn.HeldOut;
import dev.tagstream.schemas.AssayResult;
import dev.tagstream.schemas.DomainData;
import dev.tagstream.tags.Domain;
import dev.tagstream.tags.prompt.PromptTemplate;
import dev.tagstream.tags.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a result is about: a molecule, a protein and further data, by what they are and not by what somebody called them.
 *
 * @param molecule its {@link MoleculeIdentity}, which tells stereoisomers apart; empty for none
 * @param constitution canonical SMILES, which does not, hydrogens implicit; empty for none
 * @param protein residues; empty for none
 * @param further in the order of a prompt
 */
record PairKey(String molecule, String constitution, String protein, List<Further> further) {
    private static final int NAME_DIGITS = 32;

    /**
     * One of its further data.
     *
     * @param text that of a molecule is its identity
     * @param constitution canonical SMILES of a molecule, hydrogens implicit; the text of all else
     */
    record Further(String domain, String text, String constitution) {
        private static Further of(String domain, String text, MoleculeIdentity identity) {
            Further asSent = new Further(domain, text, text);
            return asSent.isMolecule() ? new Further(domain, identity.of(text), identity.constitution(text)) : asSent;
        }

        private boolean isMolecule() {
            return domain.equals(Domain.SMILES.name());
        }
    }

    PairKey {
        further = List.copyOf(further);
    }

    static PairKey of(AssayResult result, MoleculeIdentity identity) {
        String smiles = result.getSmiles();
        String protein = result.getProtein();
        List<DomainData> data = result.getData();
        return new PairKey(
                smiles == null ? "" : identity.of(smiles),
                smiles == null ? "" : identity.constitution(smiles),
                protein == null ? "" : protein,
                data == null
                        ? List.of()
                        : data.stream()
                                .map(one -> Further.of(one.getDomain(), one.getText(), identity))
                                .toList());
    }

    /** What of it a prompt sees: results that differ in the rest are of one prompt, and belong to one slice. */
    PairKey within(PromptTemplate template) {
        List<String> seen = new ArrayList<>(template.domains());
        boolean seesMolecule = !molecule.isEmpty() && seen.remove(Domain.SMILES.name());
        boolean seesProtein = !protein.isEmpty() && seen.remove(Domain.PROTEIN.name());
        return new PairKey(
                seesMolecule ? molecule : "",
                seesMolecule ? constitution : "",
                seesProtein ? protein : "",
                further.stream().filter(one -> seen.remove(one.domain())).toList());
    }

    /** By constitution, so that stereoisomers never stand on two sides, and in any order, so that neither does a pair of drugs. */
    boolean isHeldOut(double share) {
        Stream<String> molecules = Stream.concat(
                Stream.of(constitution),
                further.stream().filter(Further::isMolecule).map(Further::constitution));
        Stream<String> rest = further.stream()
                .filter(one -> !one.isMolecule())
                .flatMap(one -> Stream.of(one.domain(), one.constitution()));
        return HeldOut.contains(
                share,
                Stream.of(molecules.sorted(), Stream.of(protein), rest)
                        .flatMap(part -> part)
                        .toArray(String[]::new));
    }

    /** A name of fixed length, the same for the same subject. */
    String name() {
        MessageDigest digest = Sha256.digest();
        Sha256.add(digest, molecule);
        // without its length, as it was before there were further data
        digest.update(protein.getBytes(StandardCharsets.UTF_8));
        for (Further one : further) {
            Sha256.add(digest, one.domain());
            Sha256.add(digest, one.text());
        }
        return HexFormat.of().formatHex(digest.digest()).substring(0, NAME_DIGITS);
    }
}
