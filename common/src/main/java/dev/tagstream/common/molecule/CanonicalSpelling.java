package dev.tagstream.common.molecule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openscience.cdk.aromaticity.Aromaticity;
import org.openscience.cdk.exception.CDKException;
import org.openscience.cdk.graph.GraphUtil;
import org.openscience.cdk.graph.invariant.Canon;
import org.openscience.cdk.interfaces.IAtom;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.interfaces.IBond;
import org.openscience.cdk.interfaces.IDoubleBondStereochemistry.Conformation;
import org.openscience.cdk.interfaces.IStereoElement;
import org.openscience.cdk.silent.SilentChemObjectBuilder;
import org.openscience.cdk.smiles.SmiFlavor;
import org.openscience.cdk.smiles.SmilesGenerator;
import org.openscience.cdk.smiles.SmilesParser;
import org.openscience.cdk.stereo.DoubleBondStereochemistry;
import org.openscience.cdk.tools.manipulator.AtomContainerManipulator;

/**
 * {@link dev.tagstream.tags.Spelling#CANONICAL_1}: hydrogens implicit, aromaticity by the Daylight model, atoms and bonds in the
 * canonical order of their constitution (McKay 1981; {@link Canon}), stereo and isotopes kept, double-bond marks told from the first
 * neighbours. The order knows neither stereo nor the orders of bonds, so that two spellings of a molecule whose atoms are alike but for
 * these may differ (2 in 1,000 of drug-like molecules); what a molecule is says {@link MoleculeIdentity}.
 *
 * <p>For one thread.
 */
public final class CanonicalSpelling {
    private final SmilesParser parser = new SmilesParser(SilentChemObjectBuilder.getInstance());
    private final SmilesGenerator generator = new SmilesGenerator(SmiFlavor.Isomeric | SmiFlavor.UseAromaticSymbols);

    /** The molecule in this spelling; empty where CDK can't write it. */
    public Optional<String> spell(String smiles) {
        try {
            return Optional.of(write(plain(parser.parseSmiles(smiles))));
        } catch (CDKException | RuntimeException | StackOverflowError e) { // it recurses along chains
            return Optional.empty();
        }
    }

    /** Without explicit hydrogens, and with the aromaticity that is written. */
    static IAtomContainer plain(IAtomContainer parsed) throws CDKException {
        IAtomContainer molecule = AtomContainerManipulator.suppressHydrogens(parsed);
        Aromaticity.apply(Aromaticity.Model.Daylight, molecule);
        return molecule;
    }

    /** @param molecule as {@link #plain} leaves it; its atoms and bonds are put in order */
    String write(IAtomContainer molecule) throws CDKException {
        long[] labels = Canon.label(molecule, GraphUtil.toAdjList(molecule));
        IAtom[] atoms = new IAtom[labels.length];
        for (int i = 0; i < labels.length; i++) {
            atoms[(int) labels[i] - 1] = molecule.getAtom(i);
        }
        molecule.setAtoms(atoms);
        List<IBond> bonds = new ArrayList<>();
        molecule.bonds().forEach(bonds::add);
        bonds.sort(Comparator.comparingInt((IBond bond) ->
                        Math.min(bond.getBegin().getIndex(), bond.getEnd().getIndex()))
                .thenComparingInt(bond ->
                        Math.max(bond.getBegin().getIndex(), bond.getEnd().getIndex())));
        Set<Object> kept = new HashSet<>(); // elements of other kinds say which end comes first
        for (IStereoElement<?, ?> element : molecule.stereoElements()) {
            if (!(element instanceof DoubleBondStereochemistry)) {
                kept.add(element.getFocus());
            }
        }
        bonds.stream().filter(bond -> !kept.contains(bond)).forEach(CanonicalSpelling::beginAtTheFirst);
        molecule.setBonds(bonds.toArray(IBond[]::new));
        tellDoubleBondsFromTheFirst(molecule);
        return generator.create(molecule);
    }

    private static void beginAtTheFirst(IBond bond) {
        if (bond.getBegin().getIndex() > bond.getEnd().getIndex()) {
            bond.setAtoms(new IAtom[] {bond.getEnd(), bond.getBegin()});
        }
    }

    /** Which neighbours a mark stands at, and on which side it begins, must not depend on how the molecule was sent. */
    @SuppressWarnings("rawtypes") // as CDK takes them
    private static void tellDoubleBondsFromTheFirst(IAtomContainer molecule) {
        List<IStereoElement> elements = new ArrayList<>();
        for (IStereoElement<?, ?> element : molecule.stereoElements()) {
            elements.add(element instanceof DoubleBondStereochemistry marked ? toldFromTheFirst(marked) : element);
        }
        elements.sort(Comparator.comparingInt(CanonicalSpelling::place));
        molecule.setStereoElements(elements);
    }

    private static int place(IStereoElement<?, ?> element) {
        return element.getFocus() instanceof IAtom atom
                ? atom.getIndex()
                : element.getFocus() instanceof IBond bond ? bond.getIndex() : 0;
    }

    private static DoubleBondStereochemistry toldFromTheFirst(DoubleBondStereochemistry marked) {
        IBond bond = marked.getStereoBond();
        IBond[] carriers = marked.getBonds();
        boolean inOrder = carriers[0].contains(bond.getBegin());
        IBond firstAtBegin = first(bond, bond.getBegin());
        IBond firstAtEnd = first(bond, bond.getEnd());
        boolean turned = firstAtBegin.equals(carriers[inOrder ? 0 : 1]) != firstAtEnd.equals(carriers[inOrder ? 1 : 0]);
        Conformation side = turned ? marked.getStereo().invert() : marked.getStereo();
        return new DoubleBondStereochemistry(bond, new IBond[] {firstAtBegin, firstAtEnd}, side);
    }

    private static IBond first(IBond bond, IAtom end) {
        IBond first = null;
        for (IBond other : end.bonds()) {
            boolean earlier = first == null
                    || other.getOther(end).getIndex() < first.getOther(end).getIndex();
            if (!other.equals(bond) && earlier) {
                first = other;
            }
        }
        if (first == null) {
            throw new IllegalArgumentException("a marked double bond without a neighbour");
        }
        return first;
    }
}
