package dev.tagstream.common.wire;

import dev.tagstream.tags.TagId;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Where a tag version comes from.
 *
 * @param modelFingerprint base model the rows were learned for
 * @param tokenizerFingerprint tokenizer they were learned with
 * @param parents domain tags a function tag was trained with; empty for a domain tag
 * @param evaluation held-out metrics by name
 * @param examples examples or sequences trained on
 * @param origin where the content comes from, for a person
 * @param createdAt when the version was made; kept to the millisecond
 */
public record Provenance(
        String modelFingerprint,
        String tokenizerFingerprint,
        List<TagId> parents,
        Map<String, Double> evaluation,
        long examples,
        String origin,
        Instant createdAt) {
    public Provenance {
        parents = List.copyOf(parents);
        evaluation = Map.copyOf(evaluation);
    }
}
