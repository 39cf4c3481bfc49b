package dev.tagstream.tags;

import dev.tagstream.tags.prompt.PromptTemplate;
import dev.tagstream.tags.text.ShortLine;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Learned rows that end a prompt and are read out by a linear head. With h the hidden states of the last rows after the final norm, a
 * regression is mean + standardDeviation * (head . h + offsets of the prompt's spans), a classification softmax(head . h).
 *
 * @param id name, version and hash
 * @param members at least one; more make an ensemble, all of one shape
 * @param targetMean mean of the training labels, in {@code unit}; 0 for a classification
 * @param targetStandardDeviation standard deviation of the training labels, in {@code unit}; 1 for a classification
 * @param unit unit of the label, for instance {@code pKi}
 * @param template the prompt template the tag was trained in
 * @param classes names of the classes, at least two; empty for a regression
 * @param offsets of spans seen in training, in standard deviations, by {@link dev.tagstream.tags.prompt.SpanText#digest}
 */
public record FunctionTag(
        TagId id,
        List<Member> members,
        double targetMean,
        double targetStandardDeviation,
        String unit,
        PromptTemplate template,
        List<String> classes,
        Map<String, Double> offsets) {
    /** Members of an ensemble. */
    public static final int MAX_MEMBERS = 64;

    /** Rows of a tag; those in use have ten, and each lengthens every prompt. */
    public static final int MAX_ROWS = 1_000;

    /** Rank of low-rank updates; beyond it they are no longer low. */
    public static final int MAX_RANK = 1_000;

    /** Classes of a classification. */
    public static final int MAX_CLASSES = 1_000;

    /** Characters of a unit, and of a class's name. */
    public static final int MAX_NAME = 128;

    /**
     * One member of an ensemble.
     *
     * @param rows (p, d)
     * @param head (k, r x d): k read-outs of the tag's last r rows, 1 for a regression, else one for each class
     * @param deep (L x p, d): what is added to the tag's rows in front of each layer; null if nothing is
     * @param lowRank what changes the projections of the tag's rows in each layer; null if nothing does
     */
    public record Member(
            Rows rows,
            Rows head,
            @Nullable Rows deep,
            @Nullable LowRank lowRank) {
        public Member {
            if (head.width() % rows.width() != 0 || head.width() / rows.width() > rows.rows()) {
                throw new IllegalArgumentException("a head of %d x %d does not read out tag rows of %d x %d"
                        .formatted(head.rows(), head.width(), rows.rows(), rows.width()));
            }
            if (deep != null && (deep.width() != rows.width() || deep.rows() % rows.rows() != 0)) {
                throw new IllegalArgumentException("deep values of %d x %d do not fit tag rows of %d x %d"
                        .formatted(deep.rows(), deep.width(), rows.rows(), rows.width()));
            }
            if (lowRank != null && lowRank.values().width() != rows.width()) {
                throw new IllegalArgumentException("low-rank updates of width %d do not fit tag rows of %d x %d"
                        .formatted(lowRank.values().width(), rows.rows(), rows.width()));
            }
        }

        /** A member that acts through its rows alone. */
        public Member(Rows rows, Rows head) {
            this(rows, head, null, null);
        }

        /** How many of the tag's last rows the head reads. */
        public int readRows() {
            return head.width() / rows.width();
        }

        /** Rank of the low-rank updates; 0 if there are none. */
        public int rank() {
            return lowRank == null ? 0 : lowRank.rank();
        }

        private int deepRows() {
            return deep == null ? 0 : deep.rows();
        }
    }

    public FunctionTag {
        members = List.copyOf(members);
        classes = List.copyOf(classes);
        offsets = Map.copyOf(offsets);
        if (members.isEmpty()) {
            throw new IllegalArgumentException("function tag %s has no member".formatted(id.name()));
        }
        refuseMore(id, "members", members.size(), MAX_MEMBERS);
        refuseMore(id, "rows", members.get(0).rows().rows(), MAX_ROWS);
        checkNames("function tag " + id.name(), unit, classes);
        refuseMixed(id, members, "rows", member -> member.rows().rows());
        refuseMixed(id, members, "columns", member -> member.rows().width());
        refuseMixed(id, members, "read-outs", member -> member.head().rows());
        refuseMixed(id, members, "rows read", Member::readRows);
        refuseMixed(id, members, "deep rows", Member::deepRows);
        refuseMixed(id, members, "ranks", Member::rank);
        int readOuts = members.get(0).head().rows();
        if (classes.isEmpty() ? readOuts != 1 : classes.size() < 2 || readOuts != classes.size()) {
            throw new IllegalArgumentException(
                    "function tag %s has %d classes and %d read-outs".formatted(id.name(), classes.size(), readOuts));
        }
        if (!Double.isFinite(targetMean)
                || !(targetStandardDeviation > 0)
                || Double.isInfinite(targetStandardDeviation)) {
            throw new IllegalArgumentException("function tag %s has target mean %s and standard deviation %s"
                    .formatted(id.name(), targetMean, targetStandardDeviation));
        }
        offsets.forEach((span, offset) -> {
            if (!Double.isFinite(offset)) {
                throw new IllegalArgumentException(
                        "function tag %s has an offset of %s for %s".formatted(id.name(), offset, span));
            }
        });
    }

    /** A regression without offsets. */
    public FunctionTag(
            TagId id,
            List<Member> members,
            double targetMean,
            double targetStandardDeviation,
            String unit,
            PromptTemplate template) {
        this(id, members, targetMean, targetStandardDeviation, unit, template, List.of(), Map.of());
    }

    private static void refuseMore(TagId id, String what, int found, int most) {
        if (found > most) {
            throw new IllegalArgumentException(
                    "function tag %s has %,d %s, allowed are %,d".formatted(id.name(), found, what, most));
        }
    }

    /** Throws {@link IllegalArgumentException} if there are more or longer names than a function may have. */
    public static void checkNames(String what, String unit, List<String> classes) {
        if (classes.size() > MAX_CLASSES) {
            throw new IllegalArgumentException(
                    "%s has %,d classes, allowed are %,d".formatted(what, classes.size(), MAX_CLASSES));
        }
        Stream.concat(Stream.of(unit), classes.stream()).forEach(name -> {
            if (name.length() > MAX_NAME) {
                throw new IllegalArgumentException("%s has a unit or class \"%s\" of %,d characters, allowed are %d"
                        .formatted(what, ShortLine.value(name), name.length(), MAX_NAME));
            }
        });
    }

    private static void refuseMixed(TagId id, List<Member> members, String what, ToIntFunction<Member> of) {
        int first = of.applyAsInt(members.get(0));
        for (Member member : members) {
            if (of.applyAsInt(member) != first) {
                throw new IllegalArgumentException("function tag %s has members of %d and %d %s"
                        .formatted(id.name(), first, of.applyAsInt(member), what));
            }
        }
    }

    public Task task() {
        return classes.isEmpty() ? Task.REGRESSION : Task.CLASSIFICATION;
    }

    /** Rows p of each member. */
    public int rows() {
        return members.get(0).rows().rows();
    }

    /** The same content under another name, number or hash. */
    public FunctionTag withId(TagId other) {
        return new FunctionTag(other, members, targetMean, targetStandardDeviation, unit, template, classes, offsets);
    }

    public FunctionTag withMembers(List<Member> others) {
        return new FunctionTag(id, others, targetMean, targetStandardDeviation, unit, template, classes, offsets);
    }

    public FunctionTag withOffsets(Map<String, Double> others) {
        return new FunctionTag(id, members, targetMean, targetStandardDeviation, unit, template, classes, others);
    }
}
