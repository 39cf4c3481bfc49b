package dev.tagstream.common.molecule;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.openscience.cdk.exception.CDKException;
import org.openscience.cdk.interfaces.IAtom;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.interfaces.IBond;
import org.openscience.cdk.silent.SilentChemObjectBuilder;
import org.openscience.cdk.smiles.SmiFlavor;
import org.openscience.cdk.smiles.SmilesGenerator;
import org.openscience.cdk.smiles.SmilesParser;

/** One molecule in SMILES of many orders: half of them aromatic, half Kekulé. */
public final class RandomSpellings {
    private RandomSpellings() {}

    public static Stream<String> of(String smiles, int count, Random random) {
        return Stream.generate(() -> random.nextBoolean())
                .limit(count)
                .map(aromatic -> shuffled(smiles, aromatic ? SmiFlavor.UseAromaticSymbols : 0, random));
    }

    private static String shuffled(String smiles, int flavour, Random random) {
        try {
            IAtomContainer molecule = new SmilesParser(SilentChemObjectBuilder.getInstance()).parseSmiles(smiles);
            List<IAtom> atoms = Arrays.asList(atoms(molecule));
            Collections.shuffle(atoms, random);
            molecule.setAtoms(atoms.toArray(IAtom[]::new));
            List<IBond> bonds = Arrays.asList(bonds(molecule));
            Collections.shuffle(bonds, random);
            molecule.setBonds(bonds.toArray(IBond[]::new));
            return new SmilesGenerator(SmiFlavor.Isomeric | flavour).create(molecule);
        } catch (CDKException e) {
            throw new IllegalArgumentException(smiles, e);
        }
    }

    private static IAtom[] atoms(IAtomContainer molecule) {
        IAtom[] atoms = new IAtom[molecule.getAtomCount()];
        Arrays.setAll(atoms, molecule::getAtom);
        return atoms;
    }

    private static IBond[] bonds(IAtomContainer molecule) {
        IBond[] bonds = new IBond[molecule.getBondCount()];
        Arrays.setAll(bonds, molecule::getBond);
        return bonds;
    }
}
