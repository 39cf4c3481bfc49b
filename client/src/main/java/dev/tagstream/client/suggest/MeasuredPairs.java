package dev.tagstream.client.suggest;

import dev.tagstream.client.KafkaConnection;
import dev.tagstream.client.TopicRecords;
import dev.tagstream.client.screening.Outcome;
import dev.tagstream.client.screening.RequestId;
import dev.tagstream.client.suggest.DiversePicks.Place;
import dev.tagstream.common.molecule.MoleculeIdentity;
import dev.tagstream.schemas.AssayResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What was measured for one function. A molecule is known by its {@link MoleculeIdentity}, or by its id where the result has no
 * molecule; a target by its id or by its sequence. Of a prediction whose request is gone only the constitution is known, which
 * does not tell stereoisomers apart.
 */
public final class MeasuredPairs {
    private record Measurement(String smiles, String target) {}

    private final Set<String> keys = new HashSet<>();
    private final Map<String, Measurement> measured = new LinkedHashMap<>();
    private final MoleculeIdentity identity = new MoleculeIdentity();

    public static MeasuredPairs read(KafkaConnection connection, String function) {
        MeasuredPairs pairs = new MeasuredPairs();
        TopicRecords.visit(
                connection, connection.topics().assayResults(), AssayResult.class, function::equals, (key, result) -> {
                    if (result != null) {
                        pairs.add(result);
                    }
                });
        return pairs;
    }

    void add(AssayResult result) {
        Optional<String> smiles = Optional.ofNullable(result.getSmiles());
        List<String> compounds = smiles.map(text -> List.of(exactly(text), flatly(text)))
                .orElseGet(() -> List.of(named(result.getCompoundId())));
        Optional<String> target = Optional.ofNullable(result.getTargetId());
        for (String site : sites(target, Optional.ofNullable(result.getProtein()))) {
            compounds.forEach(compound -> keys.add(RequestId.of(compound, site)));
        }
        smiles.ifPresent(text -> measured.putIfAbsent(
                RequestId.of(compounds.get(0), target.orElse("")), new Measurement(text, target.orElse(""))));
    }

    /**
     * Whether it was measured.
     *
     * @param smiles the molecule as it was asked for, where that is known
     * @param protein sequence of the target, where it is known
     */
    boolean hold(Outcome.Predicted prediction, Optional<String> smiles, Optional<String> protein) {
        List<String> sites = sites(Optional.ofNullable(prediction.targetId()), protein);
        Optional<String> molecule = smiles.or(() -> Optional.ofNullable(prediction.canonicalSmiles()));
        // the constitution first: it is told in a tenth of the time
        return isMeasured(named(prediction.compoundId()), sites)
                || (molecule.isPresent()
                        && isMeasured(flatly(molecule.get()), sites)
                        && (smiles.isEmpty() || isMeasured(exactly(smiles.get()), sites)));
    }

    private boolean isMeasured(String compound, List<String> sites) {
        return sites.stream().anyMatch(site -> keys.contains(RequestId.of(compound, site)));
    }

    private String exactly(String smiles) {
        return "molecule:" + identity.of(smiles);
    }

    private String flatly(String smiles) {
        return "constitution:" + identity.constitution(smiles);
    }

    private static String named(String id) {
        return "id:" + id;
    }

    private static List<String> sites(Optional<String> targetId, Optional<String> protein) {
        List<String> sites = new ArrayList<>();
        targetId.ifPresent(id -> sites.add("id:" + id));
        protein.ifPresent(sequence -> sites.add("protein:" + sequence));
        return sites.isEmpty() ? List.of("") : sites;
    }

    int count() {
        return measured.size();
    }

    /** Where the measured molecules lie. */
    List<Place> places(Fingerprints fingerprints) {
        return measured.values().stream()
                .map(pair -> new Place(pair.target(), fingerprints.of(pair.smiles())))
                .toList();
    }
}
