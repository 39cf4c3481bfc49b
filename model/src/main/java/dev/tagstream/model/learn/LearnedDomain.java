package dev.tagstream.model.learn;

import dev.tagstream.tags.DomainTag;

/**
 * What came of learning a domain tag.
 *
 * @param tag not numbered yet; of the evaluation with the lowest held-out loss
 * @param initialLoss held-out nats a token behind the tag's beginning
 * @param loss held-out nats a token behind the tag
 * @param texts that were learned from
 */
public record LearnedDomain(DomainTag tag, double initialLoss, double loss, long texts, LearnedTag.End end) {}
