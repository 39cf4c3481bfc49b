package dev.tagstream.model.engine;

import dev.tagstream.tags.TagId;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What the engine says of one task.
 *
 * @param value predicted value in {@code unit}; the mean over members of an ensemble. Of two classes the probability of the second,
 *     of more the number of the most probable one
 * @param standardDeviation over the members, in {@code unit}, or of the probability of the class; empty for a tag with one member
 * @param probabilities of each class of a classification; empty for a regression
 * @param unit unit of the label
 * @param functionTag version used
 * @param domainTags versions used, in the order of the prompt
 * @param tokenCount rows of the whole prompt
 * @param truncated whether data of a span was cut
 */
public record Score(
        double value,
        OptionalDouble standardDeviation,
        List<Double> probabilities,
        String unit,
        TagId functionTag,
        List<TagId> domainTags,
        int tokenCount,
        boolean truncated) {}
