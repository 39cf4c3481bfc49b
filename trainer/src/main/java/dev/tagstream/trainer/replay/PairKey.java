package dev.tagstream.trainer.replay;

import dev.tagstream.common.molecule.MoleculeIdentity;
import dev.tagstream.model.learn.HeldOut;
import dev.tagstream.schemas.AssayResult;
import dev.tagstream.schemas.DomainData;
import dev.tagstream.tags.Domain;
import dev.tagstream.tags.prompt.PromptTemplate;
import dev.tagstream.tags.text.Sha256;
import dev.tagstream.trainer.intake.ValidatedResult;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a result is about: a molecule, a protein and further data, by what they are and not by what somebody called them.
 *
 * @param molecule its {@link MoleculeIdentity}, which tells stereoisomers apart; empty for none
 * @param constitution canonical SMILES, which does not; empty for none
 * @param protein residues; empty for none
 * @param further in the order of a prompt
 */
record PairKey(String molecule, String constitution, String protein, List<Further> further) {
    private static final int NAME_DIGITS = 32;

    /**
     * One of its further data.
     *
     * @param text that of a molecule is its identity
     * @param constitution canonical SMILES of a molecule; the text of all else
     */
    record Further(String domain, String text, String constitution) {
        boolean isMolecule() {
            return domain.equals(Domain.SMILES.name());
        }
    }

    PairKey {
        further = List.copyOf(further);
    }

    static PairKey of(ValidatedResult validated, MoleculeIdentity identity) {
        AssayResult result = validated.result();
        String smiles = result.getSmiles();
        String canonicalSmiles = validated.canonicalSmiles();
        String protein = result.getProtein();
        return new PairKey(
                smiles == null ? "" : identity.of(smiles),
                canonicalSmiles == null ? "" : canonicalSmiles,
                protein == null ? "" : protein,
                further(result.getData(), validated.canonicalData(), identity));
    }

    private static List<Further> further(
            @Nullable List<DomainData> data, List<DomainData> canonical, MoleculeIdentity identity) {
        List<Further> further = new ArrayList<>();
        for (int i = 0; i < canonical.size(); i++) {
            String domain = canonical.get(i).getDomain();
            String text = Objects.requireNonNull(data).get(i).getText();
            boolean isMolecule = domain.equals(Domain.SMILES.name());
            further.add(new Further(
                    domain,
                    isMolecule ? identity.of(text) : text,
                    canonical.get(i).getText()));
        }
        return further;
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
        measured(digest, molecule);
        digest.update(protein.getBytes(
                StandardCharsets.UTF_8)); // without its length, as it was before there were further data
        for (Further one : further) {
            measured(digest, one.domain());
            measured(digest, one.text());
        }
        return HexFormat.of().formatHex(digest.digest()).substring(0, NAME_DIGITS);
    }

    /** With its length in front. */
    private static void measured(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        digest.update(bytes);
    }
}
