package dev.tagstream.cli.tags;

import dev.tagstream.cli.terminal.Table;
import dev.tagstream.cli.terminal.Table.Column;
import dev.tagstream.client.tags.TagCatalogue;
import dev.tagstream.schemas.TagMember;
import dev.tagstream.schemas.TagReference;
import dev.tagstream.schemas.TagVersion;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What differs between two versions: facts beside each other, and how far their learned values lie apart. */
final class TagDifference {
    private static final String NONE = "-";

    private final TagVersion a;
    private final TagVersion b;
    private final Table table = new Table(List.of(
            Column.text("what", "WHAT"),
            Column.text("a", "A"),
            Column.text("b", "B"),
            Column.text("difference", "DIFFERENCE")));

    private TagDifference(TagVersion a, TagVersion b) {
        this.a = a;
        this.b = b;
    }

    /** Facts that are the same are left out. */
    static Table of(TagVersion a, TagVersion b) {
        TagDifference difference = new TagDifference(a, b);
        difference.facts();
        difference.metrics();
        difference.values();
        return difference.table;
    }

    private void facts() {
        fact("name", TagVersion::getName);
        fact("version", tag -> String.valueOf(tag.getVersion()));
        fact("model", TagVersion::getModelFingerprint);
        fact("tokenizer", TagVersion::getTokenizerFingerprint);
        fact("unit", tag -> String.valueOf(tag.getUnit()));
        fact("template", tag -> String.valueOf(tag.getTemplate()).replace("\n", "\\n"));
        fact("task", tag -> tag.getTask().name().toLowerCase(Locale.ROOT));
        fact("classes", tag -> String.join(", ", tag.getClasses()));
        fact("parents", TagDifference::parents);
        fact("members", tag -> String.valueOf(tag.getMembers().size()));
        fact("rows", tag -> tag.getRows() + " x " + tag.getWidth());
        fact("read rows", tag -> String.valueOf(tag.getReadRows()));
        fact("rank", tag -> String.valueOf(tag.getRank()));
        fact("spelling", TagVersion::getSpelling);
        fact("offsets", tag -> String.valueOf(tag.getOffsets().size()));
        fact("origin", TagVersion::getOrigin);
        fact("created", tag -> tag.getCreatedAt().toString());
        fact("sha256", tag -> TagCatalogue.brief(tag.getSha256()));
        number("examples", (double) a.getExamples(), (double) b.getExamples());
        number("target mean", a.getTargetMean(), b.getTargetMean());
        number("target standard deviation", a.getTargetStandardDeviation(), b.getTargetStandardDeviation());
    }

    private static String parents(TagVersion tag) {
        return tag.getParents().stream().map(TagDifference::parent).collect(Collectors.joining(", "));
    }

    private static String parent(TagReference parent) {
        return "%s@%d %s".formatted(parent.getName(), parent.getVersion(), TagCatalogue.brief(parent.getSha256()));
    }

    private void fact(String what, Function<TagVersion, String> of) {
        String left = of.apply(a);
        String right = of.apply(b);
        if (!left.equals(right)) {
            table.row(Arrays.asList(what, shown(left), shown(right), null));
        }
    }

    private static String shown(String text) {
        return text.isEmpty() ? NONE : text;
    }

    private void metrics() {
        Set<String> names = new TreeSet<>(a.getEvaluation().keySet());
        names.addAll(b.getEvaluation().keySet());
        names.forEach(name ->
                number(name, a.getEvaluation().get(name), b.getEvaluation().get(name)));
    }

    private void number(String what, @Nullable Double left, @Nullable Double right) {
        if (!Objects.equals(left, right)) {
            table.row(Arrays.asList(
                    what,
                    left == null ? NONE : plain(left),
                    right == null ? NONE : plain(right),
                    left == null || right == null ? null : String.format(Locale.ROOT, "%+.4g", right - left)));
        }
    }

    private static String plain(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? String.valueOf((long) number)
                : String.format(Locale.ROOT, "%.4f", number);
    }

    /** Members are compared in order: learning goes on from the member of the same number. */
    private void values() {
        int members = Math.min(a.getMembers().size(), b.getMembers().size());
        for (int i = 0; i < members; i++) {
            TagMember left = a.getMembers().get(i);
            TagMember right = b.getMembers().get(i);
            String member = members == 1 ? "" : " of member " + (i + 1);
            distance("rows" + member, left.getRows(), right.getRows());
            distance("head" + member, left.getHead(), right.getHead());
            distance("deep values" + member, left.getDeep(), right.getDeep());
            distance("low-rank updates" + member, left.getLowRank(), right.getLowRank());
        }
    }

    private void distance(String what, @Nullable ByteBuffer left, @Nullable ByteBuffer right) {
        if (left == null || right == null || left.remaining() != right.remaining()) {
            return; // the facts say so already
        }
        FloatBuffer u = floats(left);
        FloatBuffer v = floats(right);
        double uu = 0;
        double vv = 0;
        double uv = 0;
        double apart = 0;
        for (int i = 0; i < u.limit(); i++) {
            double x = u.get(i);
            double y = v.get(i);
            uu += x * x;
            vv += y * y;
            uv += x * y;
            apart += (x - y) * (x - y);
        }
        table.row(Arrays.asList(
                what,
                String.format(Locale.ROOT, "norm %.4g", Math.sqrt(uu)),
                String.format(Locale.ROOT, "norm %.4g", Math.sqrt(vv)),
                uu == 0 || vv == 0
                        ? String.format(Locale.ROOT, "norm %.4g", Math.sqrt(apart))
                        : String.format(
                                Locale.ROOT, "norm %.4g, cosine %.4f", Math.sqrt(apart), uv / Math.sqrt(uu * vv))));
    }

    private static FloatBuffer floats(ByteBuffer bytes) {
        return bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    }
}
