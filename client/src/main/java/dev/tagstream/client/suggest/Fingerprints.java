package dev.tagstream.client.suggest;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.openscience.cdk.exception.CDKException;
import org.openscience.cdk.fingerprint.CircularFingerprinter;
import org.openscience.cdk.fingerprint.IBitFingerprint;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.silent.SilentChemObjectBuilder;
import org.openscience.cdk.similarity.Tanimoto;
import org.openscience.cdk.smiles.SmilesParser;

/** Circular fingerprints of molecules (ECFP4, 1024 bits; Rogers and Hahn, doi:10.1021/ci100050t) by CDK. For one thread. */
public final class Fingerprints {
    private final SmilesParser parser = new SmilesParser(SilentChemObjectBuilder.getInstance());
    private final CircularFingerprinter circular = new CircularFingerprinter(CircularFingerprinter.CLASS_ECFP4);
    private final Map<String, Optional<IBitFingerprint>> known = new HashMap<>();

    /** Empty for what CDK can't read; each molecule is worked out once. */
    public Optional<IBitFingerprint> of(String smiles) {
        return known.computeIfAbsent(smiles, this::worked);
    }

    private Optional<IBitFingerprint> worked(String smiles) {
        try {
            IAtomContainer molecule = parser.parseSmiles(smiles);
            return Optional.of(circular.getBitFingerprint(molecule));
        } catch (CDKException | RuntimeException | StackOverflowError e) {
            return Optional.empty();
        }
    }

    /** The share of bits that both have among those that either has, 0 to 1; 0 where a molecule has none. */
    static double similarity(Optional<IBitFingerprint> a, Optional<IBitFingerprint> b) {
        if (a.isEmpty() || b.isEmpty() || a.get().cardinality() + b.get().cardinality() == 0) {
            return 0;
        }
        return Tanimoto.calculate(a.get(), b.get());
    }
}
