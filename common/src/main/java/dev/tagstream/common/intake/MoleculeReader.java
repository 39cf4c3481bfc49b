package dev.tagstream.common.intake;

import org.jspecify.annotations.Nullable;
import org.openscience.cdk.aromaticity.Aromaticity;
import org.openscience.cdk.exception.CDKException;
import org.openscience.cdk.interfaces.IAtom;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.interfaces.IElement;
import org.openscience.cdk.silent.SilentChemObjectBuilder;
import org.openscience.cdk.smiles.SmiFlavor;
import org.openscience.cdk.smiles.SmilesGenerator;
import org.openscience.cdk.smiles.SmilesParser;

/**
 * Checks that a SMILES is one molecule, with CDK, and finds its canonical SMILES (unique, without stereo). CDK does not check
 * valences, so neither does this.
 *
 * <p>Whatever CDK throws is the molecule's fault: its own faults come as unchecked exceptions, and since it recurses along
 * chains, one long enough overflows the stack. Neither may stop the stream.
 *
 * <p>For one thread.
 */
public final class MoleculeReader {
    private final SmilesParser parser = new SmilesParser(SilentChemObjectBuilder.getInstance());
    private final SmilesGenerator generator = new SmilesGenerator(SmiFlavor.Unique | SmiFlavor.UseAromaticSymbols);

    private final int limit; // characters of a SMILES
    private @Nullable String last;
    private String lastCanonical = "";

    public MoleculeReader(int limit) {
        this.limit = limit;
    }

    /** The same SMILES several times in a row, as a library against a panel of targets sends them, is worked out once. */
    public String canonical(String smiles) throws InvalidRecordException {
        if (!smiles.equals(last)) {
            lastCanonical = canonicalOf(smiles);
            last = smiles;
        }
        return lastCanonical;
    }

    private String canonicalOf(String smiles) throws InvalidRecordException {
        checkText(smiles);
        IAtomContainer molecule = parse(smiles);
        if (molecule.getAtomCount() == 0) {
            throw unparseable("it has no atom");
        }
        if (molecule.getAtomCount() > IntakeLimits.ATOMS) {
            throw new InvalidRecordException(
                    RejectReason.SMILES_TOO_MANY_ATOMS,
                    "the molecule has %,d atoms, allowed are %,d"
                            .formatted(molecule.getAtomCount(), IntakeLimits.ATOMS));
        }
        for (IAtom atom : molecule.atoms()) {
            if (atom.getAtomicNumber() == null || atom.getAtomicNumber() == IElement.Wildcard) {
                throw unparseable("atom %,d is of no element".formatted(atom.getIndex() + 1));
            }
        }
        try {
            Aromaticity.apply(Aromaticity.Model.Daylight, molecule); // one text for both ways to write a ring
            return generator.create(molecule);
        } catch (CDKException | RuntimeException | StackOverflowError e) {
            throw unparseable("it has no canonical form: " + ParserComplaint.of(e, smiles));
        }
    }

    private void checkText(String smiles) throws InvalidRecordException {
        if (smiles.isBlank()) {
            throw new InvalidRecordException(RejectReason.SMILES_MISSING, "smiles is blank");
        }
        if (smiles.length() > limit) {
            throw new InvalidRecordException(
                    RejectReason.SMILES_TOO_LONG,
                    "the SMILES has %,d characters, allowed are %,d".formatted(smiles.length(), limit));
        }
        for (int i = 0; i < smiles.length(); i++) {
            char character = smiles.charAt(i);
            if (character <= ' ' || character > '~') {
                throw unparseable(
                        "character %,d is U+%04X, which SMILES does not have".formatted(i + 1, (int) character));
            }
            if (character == '>') {
                throw unparseable("character %,d is '>': a reaction is not one molecule".formatted(i + 1));
            }
        }
    }

    private IAtomContainer parse(String smiles) throws InvalidRecordException {
        try {
            return parser.parseSmiles(smiles);
        } catch (CDKException | RuntimeException | StackOverflowError e) {
            throw unparseable(ParserComplaint.of(e, smiles));
        }
    }

    private static InvalidRecordException unparseable(String why) {
        return new InvalidRecordException(RejectReason.SMILES_UNPARSEABLE, "the SMILES can't be read: " + why);
    }
}
