package dev.tagstream.model.tag;

import dev.tagstream.model.prompt.PromptTemplate;
import java.util.List;

/**
 * Learned rows that end a prompt and are read out by a linear head: value = mean + standardDeviation * (head . h), with
 * h the hidden state of the last row after the final norm.
 *
 * @param id name, version and hash
 * @param members at least one; more make an ensemble
 * @param targetMean mean of the training labels, in {@code unit}
 * @param targetStandardDeviation standard deviation of the training labels, in {@code unit}
 * @param unit unit of the label, for instance {@code pKi}
 * @param template the prompt template the tag was trained in
 */
public record FunctionTag(
        TagId id,
        List<Member> members,
        double targetMean,
        double targetStandardDeviation,
        String unit,
        PromptTemplate template) {

    /**
     * One member of an ensemble.
     *
     * @param rows (p, d)
     * @param head (1, d)
     */
    public record Member(Rows rows, Rows head) {}

    public FunctionTag {
        members = List.copyOf(members);
        if (members.isEmpty()) {
            throw new IllegalArgumentException("function tag %s has no member".formatted(id.name()));
        }
        if (!Double.isFinite(targetMean)
                || !(targetStandardDeviation > 0)
                || Double.isInfinite(targetStandardDeviation)) {
            throw new IllegalArgumentException("function tag %s has target mean %s and standard deviation %s"
                    .formatted(id.name(), targetMean, targetStandardDeviation));
        }
    }
}
