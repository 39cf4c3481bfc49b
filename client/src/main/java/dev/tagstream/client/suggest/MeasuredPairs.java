package dev.tagstream.client.suggest;

import dev.tagstream.client.KafkaConnection;
import dev.tagstream.client.TopicRecords;
import dev.tagstream.client.screening.CompoundCheck;
import dev.tagstream.client.screening.Outcome;
import dev.tagstream.client.screening.RequestId;
import dev.tagstream.client.suggest.DiversePicks.Place;
import dev.tagstream.schemas.AssayResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What was measured for one function. A molecule is known by its canonical SMILES, or by its id where the result has none; a
 * target by its id or by its sequence.
 */
public final class MeasuredPairs {
    private record Measurement(String smiles, String target) {}

    private final Set<String> keys = new HashSet<>();
    private final Map<String, Measurement> measured = new LinkedHashMap<>();
    private final CompoundCheck check = new CompoundCheck();

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
        String compound = smiles.map(text -> molecule(check.canonical(text).orElse(text)))
                .orElseGet(() -> named(result.getCompoundId()));
        Optional<String> target = Optional.ofNullable(result.getTargetId());
        for (String site : sites(target, Optional.ofNullable(result.getProtein()))) {
            keys.add(RequestId.of(compound, site));
        }
        smiles.ifPresent(text -> measured.putIfAbsent(
                RequestId.of(compound, target.orElse("")), new Measurement(text, target.orElse(""))));
    }

    /** @param protein sequence of the target, where it is known */
    boolean hold(Outcome.Predicted prediction, Optional<String> protein) {
        List<String> compounds = new ArrayList<>(List.of(named(prediction.compoundId())));
        String canonical = prediction.canonicalSmiles();
        if (canonical != null) {
            compounds.add(molecule(canonical));
        }
        return sites(Optional.ofNullable(prediction.targetId()), protein).stream()
                .anyMatch(site -> compounds.stream().anyMatch(compound -> keys.contains(RequestId.of(compound, site))));
    }

    private static String molecule(String canonical) {
        return "smiles:" + canonical;
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
