package dev.tagstream.model.tag;

import dev.tagstream.model.prompt.PromptTemplate;
import java.util.List;

/**
 * Learned rows that end a prompt and are read out by a linear head: value = mean + standardDeviation * (head . h), with
 * h the hidden state of the last row after the final norm.
 *
 * @param id name, version and hash
 * @param members at least one; more make an ensemble, all with rows of one shape
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
    public record Member(Rows rows, Rows head) {
        public Member {
            if (head.rows() != 1 || head.width() != rows.width()) {
                throw new IllegalArgumentException("a head of %d x %d does not read out tag rows of %d x %d"
                        .formatted(head.rows(), head.width(), rows.rows(), rows.width()));
            }
        }
    }

    public FunctionTag {
        members = List.copyOf(members);
        if (members.isEmpty()) {
            throw new IllegalArgumentException("function tag %s has no member".formatted(id.name()));
        }
        Rows first = members.get(0).rows();
        for (Member member : members) {
            Rows other = member.rows();
            if (other.rows() != first.rows() || other.width() != first.width()) {
                throw new IllegalArgumentException("function tag %s has members of %d x %d and %d x %d"
                        .formatted(id.name(), first.rows(), first.width(), other.rows(), other.width()));
            }
        }
        if (!Double.isFinite(targetMean)
                || !(targetStandardDeviation > 0)
                || Double.isInfinite(targetStandardDeviation)) {
            throw new IllegalArgumentException("function tag %s has target mean %s and standard deviation %s"
                    .formatted(id.name(), targetMean, targetStandardDeviation));
        }
    }
}
