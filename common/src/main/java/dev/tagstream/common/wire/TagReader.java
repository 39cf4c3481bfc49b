package dev.tagstream.common.wire;

import dev.tagstream.schemas.EncodedReadOut;
import dev.tagstream.schemas.TagKind;
import dev.tagstream.schemas.TagMember;
import dev.tagstream.schemas.TagReference;
import dev.tagstream.schemas.TagTask;
import dev.tagstream.schemas.TagVersion;
import dev.tagstream.tags.DomainTag;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.LowRank;
import dev.tagstream.tags.Rows;
import dev.tagstream.tags.Spelling;
import dev.tagstream.tags.TagId;
import dev.tagstream.tags.prompt.PromptTemplate;
import dev.tagstream.tags.text.ShortLine;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads tag versions for one model.
 *
 * @param modelFingerprint of the model in use
 * @param tokenizerFingerprint of its tokenizer
 * @param width d of its hidden states
 * @param layers L of the model
 */
record TagReader(String modelFingerprint, String tokenizerFingerprint, int width, int layers) {
    /** What a slot of a prompt template can name; {@code bos} and {@code function} mean something else there. */
    static final Pattern NAME = Pattern.compile("(?!bos$|function$)[A-Za-z][A-Za-z0-9_-]{0,127}");

    TagReading read(TagVersion wire) {
        try {
            checkLengths(wire);
            checkOrigin(wire);
            checkShape(wire);
            checkSum(wire);
            checkStates(wire);
            return wire.getKind() == TagKind.DOMAIN ? readDomain(wire) : readFunction(wire);
        } catch (IllegalArgumentException e) {
            return new TagReading.Refused(refusal(wire, String.valueOf(e.getMessage())));
        }
    }

    /** One sentence, without an end, that names the version. */
    static String refusal(TagVersion wire, String reason) {
        return "%s tag \"%s\" version %d is refused: %s"
                .formatted(
                        wire.getKind() == TagKind.DOMAIN ? "domain" : "function",
                        ShortLine.value(wire.getName()),
                        wire.getVersion(),
                        ShortLine.of(reason));
    }

    /** What is kept or printed of a version, and what is looked through for every other. */
    private static void checkLengths(TagVersion wire) {
        require(
                wire.getMembers().size() <= FunctionTag.MAX_MEMBERS,
                "it has %,d members, allowed are %,d"
                        .formatted(wire.getMembers().size(), FunctionTag.MAX_MEMBERS));
        require(
                wire.getRows() <= FunctionTag.MAX_ROWS,
                "it has %,d rows, allowed are %,d".formatted(wire.getRows(), FunctionTag.MAX_ROWS));
        require(
                wire.getRank() <= FunctionTag.MAX_RANK,
                "its rank is %,d, allowed are %,d".formatted(wire.getRank(), FunctionTag.MAX_RANK));
        require(
                wire.getParents().size() <= TagCodec.MAX_PARENTS,
                "it has %,d parents, allowed are %,d"
                        .formatted(wire.getParents().size(), TagCodec.MAX_PARENTS));
        require(
                wire.getEvaluation().size() <= TagCodec.MAX_METRICS,
                "it has %,d metrics, allowed are %,d"
                        .formatted(wire.getEvaluation().size(), TagCodec.MAX_METRICS));
        Stream.of(
                        Stream.of(
                                wire.getModelFingerprint(),
                                wire.getTokenizerFingerprint(),
                                wire.getOrigin(),
                                wire.getSpelling(),
                                wire.getSha256()),
                        wire.getParents().stream().map(TagReference::getName),
                        wire.getParents().stream().map(TagReference::getSha256),
                        wire.getEvaluation().keySet().stream())
                .flatMap(Function.identity())
                .forEach(text -> require(
                        text.length() <= TagCodec.MAX_TEXT,
                        "it holds a text of %,d characters, allowed are %,d"
                                .formatted(text.length(), TagCodec.MAX_TEXT)));
    }

    private void checkOrigin(TagVersion wire) {
        require(NAME.matcher(wire.getName()).matches(), "its name can't stand in a prompt template");
        require(wire.getVersion() >= 1, "versions count from 1");
        require(
                wire.getModelFingerprint().equals(modelFingerprint),
                "it was learned for model %s, in use is %s".formatted(wire.getModelFingerprint(), modelFingerprint));
        require(
                wire.getTokenizerFingerprint().equals(tokenizerFingerprint),
                "it was learned with tokenizer %s, in use is %s"
                        .formatted(wire.getTokenizerFingerprint(), tokenizerFingerprint));
    }

    private void checkShape(TagVersion wire) {
        require(wire.getWidth() == width, "its rows are %d wide, the model's %d".formatted(wire.getWidth(), width));
        require(wire.getRows() >= 1, "it has %d rows".formatted(wire.getRows()));
        require(
                wire.getReadRows() >= 1 && wire.getReadRows() <= wire.getRows(),
                "its head reads %d of %d rows".formatted(wire.getReadRows(), wire.getRows()));
        require(wire.getRank() >= 0, "its low-rank updates are of rank %d".formatted(wire.getRank()));
        require(!wire.getMembers().isEmpty(), "it has no member");
        for (int i = 0; i < wire.getMembers().size(); i++) {
            TagMember member = wire.getMembers().get(i);
            checkBytes("rows of member %d".formatted(i + 1), member.getRows(), wire.getRows());
            if (member.getHead() != null) {
                checkBytes(
                        "head of member %d".formatted(i + 1),
                        member.getHead(),
                        (long) readOuts(wire) * wire.getReadRows());
            }
            if (member.getDeep() != null) {
                checkBytes(
                        "deep values of member %d".formatted(i + 1), member.getDeep(), (long) layers * wire.getRows());
            }
            require(
                    (member.getLowRank() != null) == (wire.getRank() > 0),
                    "member %d has %s low-rank updates, for rank %d"
                            .formatted(i + 1, member.getLowRank() == null ? "no" : "some", wire.getRank()));
            if (member.getLowRank() != null) {
                checkBytes("low-rank updates of member %d".formatted(i + 1), member.getLowRank(), lowRankRows(wire));
            }
        }
    }

    private long lowRankRows(TagVersion wire) {
        return (long) layers * LowRank.MATRICES * wire.getRank();
    }

    private static int readOuts(TagVersion wire) {
        return Math.max(1, wire.getClasses().size());
    }

    private void checkBytes(String what, ByteBuffer bytes, long rows) {
        long expected = rows * width * Float.BYTES;
        require(
                bytes.remaining() == expected,
                "the %s take %d bytes, %d x %d float32 take %d"
                        .formatted(what, bytes.remaining(), rows, width, expected));
    }

    private static void checkSum(TagVersion wire) {
        String computed = TagDigest.of(wire);
        require(
                computed.equals(wire.getSha256()),
                "its checksum is %s, but its content gives %s".formatted(wire.getSha256(), computed));
    }

    /** What later programs may make of states is nothing that this one could leave out. */
    private static void checkStates(TagVersion wire) {
        EncodedReadOut readOut = wire.getReadOut();
        if (readOut != null) {
            throw new IllegalArgumentException(
                    "it is read out in format %d, which needs a later tagstream".formatted(readOut.getFormat()));
        }
        require(wire.getColumns() == null, "it has columns of states, which need a later tagstream");
    }

    private TagReading readDomain(TagVersion wire) {
        require(
                wire.getMembers().size() == 1,
                "a domain tag has one member, this has %d"
                        .formatted(wire.getMembers().size()));
        TagMember member = wire.getMembers().get(0);
        boolean readOut = member.getHead() != null
                || wire.getTargetMean() != null
                || wire.getTargetStandardDeviation() != null
                || wire.getUnit() != null
                || wire.getTemplate() != null
                || member.getDeep() != null
                || member.getLowRank() != null
                || !wire.getClasses().isEmpty()
                || !wire.getOffsets().isEmpty();
        require(
                !readOut,
                "a domain tag has no head, target scale, unit, template, classes, deep values, low-rank updates or offsets");
        Spelling spelling = Spelling.of(wire.getSpelling())
                .orElseThrow(() -> new IllegalArgumentException("its data is spelled \"%s\"; known here are %s"
                        .formatted(ShortLine.value(wire.getSpelling()), Spelling.labels())));
        return new TagReading.AcceptedDomain(
                new DomainTag(id(wire), rows("rows", member.getRows(), wire.getRows()), spelling));
    }

    private TagReading readFunction(TagVersion wire) {
        require(
                wire.getSpelling().equals(Spelling.AS_WRITTEN.label()),
                "a function tag has no spelling, its domain tags have");
        List<FunctionTag.Member> members = new ArrayList<>();
        for (TagMember member : wire.getMembers()) {
            ByteBuffer head = present(member.getHead(), "head");
            members.add(new FunctionTag.Member(
                    rows("rows", member.getRows(), wire.getRows()),
                    rows("head", head, readOuts(wire), wire.getReadRows() * width),
                    member.getDeep() == null ? null : rows("deep values", member.getDeep(), layers * wire.getRows()),
                    member.getLowRank() == null ? null : lowRank(member.getLowRank(), wire)));
        }
        require(
                (wire.getTask() == TagTask.CLASSIFICATION) == !wire.getClasses().isEmpty(),
                "it is a %s with %d classes"
                        .formatted(
                                wire.getTask().name().toLowerCase(Locale.ROOT),
                                wire.getClasses().size()));
        return new TagReading.AcceptedFunction(new FunctionTag(
                id(wire),
                members,
                present(wire.getTargetMean(), "target mean"),
                present(wire.getTargetStandardDeviation(), "target standard deviation"),
                present(wire.getUnit(), "unit"),
                PromptTemplate.parse(present(wire.getTemplate(), "template")),
                wire.getClasses(),
                wire.getOffsets()));
    }

    private LowRank lowRank(ByteBuffer bytes, TagVersion wire) {
        return new LowRank(wire.getRank(), rows("low-rank updates", bytes, (int) lowRankRows(wire)));
    }

    private static TagId id(TagVersion wire) {
        return new TagId(wire.getName(), wire.getVersion(), wire.getSha256());
    }

    private Rows rows(String what, ByteBuffer bytes, int rows) {
        return rows(what, bytes, rows, width);
    }

    private static Rows rows(String what, ByteBuffer bytes, int rows, int width) {
        try {
            return Rows.ofLittleEndian(rows, width, bytes);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("in its %s, %s".formatted(what, e.getMessage()), e);
        }
    }

    private static <T> T present(@Nullable T value, String what) {
        if (value == null) {
            throw new IllegalArgumentException("it has no " + what);
        }
        return value;
    }

    private static void require(boolean condition, String problem) {
        if (!condition) {
            throw new IllegalArgumentException(problem);
        }
    }
}
