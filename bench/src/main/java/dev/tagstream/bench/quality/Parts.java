package dev.tagstream.bench.quality;

import dev.tagstream.tags.Domain;
import java.util.HashMap;
import java.util.Map;
import org.openscience.cdk.exception.CDKException;
import org.openscience.cdk.fingerprint.CircularFingerprinter;
import org.openscience.cdk.fingerprint.ICountFingerprint;
import org.openscience.cdk.silent.SilentChemObjectBuilder;
import org.openscience.cdk.smiles.SmilesParser;

/**
 * What data consists of, each part with the number of its occurrences: a molecule of the circular substructures of ECFP4, unfolded
 * (Rogers and Hahn, doi:10.1021/ci100050t), a protein of its 3-mers. Data of other domains, and what is too short or can't be read, is
 * one part, which nothing else has. For one thread.
 */
final class Parts {
    private static final int MER = 3;

    private final SmilesParser parser = new SmilesParser(SilentChemObjectBuilder.getInstance());
    private final CircularFingerprinter circular = new CircularFingerprinter(CircularFingerprinter.CLASS_ECFP4);

    /** Never empty. */
    Map<Object, Integer> of(String domain, String text) {
        return Domain.named(domain)
                .map(known -> known.data() == Domain.Data.SMILES ? substructures(text) : mers(text))
                .filter(parts -> !parts.isEmpty())
                .orElse(Map.of(text, 1));
    }

    private Map<Object, Integer> substructures(String smiles) {
        Map<Object, Integer> parts = new HashMap<>();
        try {
            ICountFingerprint found = circular.getCountFingerprint(parser.parseSmiles(smiles));
            for (int i = 0; i < found.numOfPopulatedbins(); i++) {
                parts.put(found.getHash(i), found.getCount(i));
            }
        } catch (CDKException | RuntimeException | StackOverflowError e) {
            parts.clear();
        }
        return parts;
    }

    private static Map<Object, Integer> mers(String residues) {
        Map<Object, Integer> parts = new HashMap<>();
        for (int i = 0; i + MER <= residues.length(); i++) {
            parts.merge(residues.substring(i, i + MER), 1, Integer::sum);
        }
        return parts;
    }
}
