package dev.tagstream.common.molecule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.openscience.cdk.exception.CDKException;
import org.openscience.cdk.graph.GraphUtil;
import org.openscience.cdk.graph.invariant.Canon;
import org.openscience.cdk.interfaces.IAtom;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.interfaces.IBond;
import org.openscience.cdk.interfaces.IStereoElement;
import org.openscience.cdk.silent.SilentChemObjectBuilder;
import org.openscience.cdk.smiles.SmiFlavor;
import org.openscience.cdk.smiles.SmilesGenerator;
import org.openscience.cdk.smiles.SmilesParser;

/**
 * Which molecule a SMILES means: a text that is the same for two SMILES of one molecule, and another for its stereoisomers and for
 * other isotopes. It is CDK's canonical SMILES where a molecule has neither, and else CDK's absolute SMILES, whose order InChI gives
 * (O'Boyle, doi:10.1186/1758-2946-4-22), some thousand a second. Tautomers, salts and charges are told apart as they are written.
 *
 * <p>For one thread.
 */
public final class MoleculeIdentity {
    private final SmilesParser parser = new SmilesParser(SilentChemObjectBuilder.getInstance());
    private final SmilesGenerator flat = new SmilesGenerator(SmiFlavor.Unique | SmiFlavor.UseAromaticSymbols);
    private final SmilesGenerator absolute = new SmilesGenerator(SmiFlavor.Absolute | SmiFlavor.UseAromaticSymbols);
    private final CanonicalSpelling spelling = new CanonicalSpelling();

    /** The SMILES itself where CDK can't read it. */
    public String of(String smiles) {
        try {
            IAtomContainer molecule = CanonicalSpelling.plain(parser.parseSmiles(smiles));
            dropMarksThatSayNothing(molecule);
            return hasStereo(molecule) || hasIsotopes(molecule) ? exact(molecule) : flat.create(molecule);
        } catch (CDKException | RuntimeException | StackOverflowError e) { // it recurses along chains
            return smiles;
        }
    }

    /** The same without stereo and isotopes, which takes a tenth of the time. */
    public String constitution(String smiles) {
        try {
            return flat.create(CanonicalSpelling.plain(parser.parseSmiles(smiles)));
        } catch (CDKException | RuntimeException | StackOverflowError e) { // it recurses along chains
            return smiles;
        }
    }

    private String exact(IAtomContainer molecule) throws CDKException {
        try {
            return absolute.create(molecule);
        } catch (CDKException | RuntimeException e) {
            // InChI does not know all elements and bonds; this may tell a molecule from itself
            return spelling.write(molecule);
        }
    }

    private static boolean hasStereo(IAtomContainer molecule) {
        return molecule.stereoElements().iterator().hasNext();
    }

    private static boolean hasIsotopes(IAtomContainer molecule) {
        return StreamSupport.stream(molecule.atoms().spliterator(), false)
                .anyMatch(atom -> atom.getMassNumber() != null);
    }

    /** A mark at an atom or double bond, two of whose branches on one side are the same, says nothing: {@code C[C@H](C)O}. */
    @SuppressWarnings("rawtypes") // as CDK takes them
    private static void dropMarksThatSayNothing(IAtomContainer molecule) {
        if (!hasStereo(molecule)) {
            return;
        }
        long[] classes = Canon.symmetry(molecule, GraphUtil.toAdjList(molecule));
        List<IStereoElement<?, ?>> all = new ArrayList<>();
        molecule.stereoElements().forEach(all::add);
        List<IStereoElement> telling = new ArrayList<>();
        for (IStereoElement<?, ?> element : all) {
            if (ends(element).stream().noneMatch(end -> hasTwins(end, element, classes, all))) {
                telling.add(element);
            }
        }
        molecule.setStereoElements(telling);
    }

    private static List<IAtom> ends(IStereoElement<?, ?> element) {
        if (element.getFocus() instanceof IAtom atom) {
            return element.getConfigClass() == IStereoElement.Tetrahedral ? List.of(atom) : List.of();
        }
        return element.getFocus() instanceof IBond bond && element.getConfigClass() == IStereoElement.CisTrans
                ? List.of(bond.getBegin(), bond.getEnd())
                : List.of();
    }

    private static boolean hasTwins(
            IAtom end, IStereoElement<?, ?> element, long[] classes, List<IStereoElement<?, ?>> all) {
        List<IAtom> neighbours = new ArrayList<>();
        for (IBond bond : end.bonds()) {
            if (!bond.equals(element.getFocus())) {
                neighbours.add(bond.getOther(end));
            }
        }
        for (int i = 0; i < neighbours.size(); i++) {
            for (int j = 0; j < i; j++) {
                boolean alike = classes[neighbours.get(i).getIndex()]
                        == classes[neighbours.get(j).getIndex()];
                if (alike
                        && isPlain(neighbours.get(i), end, neighbours, element, all)
                        && isPlain(neighbours.get(j), end, neighbours, element, all)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether a branch does not come back, and holds no stereo and no isotope, so that its symmetry class says all of it. */
    private static boolean isPlain(
            IAtom start,
            IAtom end,
            List<IAtom> neighbours,
            IStereoElement<?, ?> element,
            List<IStereoElement<?, ?>> all) {
        Set<IAtom> branch = new HashSet<>(Set.of(start));
        Deque<IAtom> open = new ArrayDeque<>(branch);
        while (!open.isEmpty()) {
            IAtom atom = open.remove();
            for (IBond bond : atom.bonds()) {
                IAtom next = bond.getOther(atom);
                if (!next.equals(end) && branch.add(next)) {
                    open.add(next);
                }
            }
        }
        return neighbours.stream().noneMatch(other -> !other.equals(start) && branch.contains(other))
                && branch.stream().noneMatch(atom -> atom.getMassNumber() != null)
                && all.stream().filter(other -> other != element).noneMatch(other -> branch.stream()
                        .anyMatch(other::contains));
    }
}
