package dev.tagstream.common.wire;

import dev.tagstream.schemas.EncodedReadOut;
import dev.tagstream.schemas.StateColumns;
import dev.tagstream.schemas.TagMember;
import dev.tagstream.schemas.TagTask;
import dev.tagstream.schemas.TagVersion;
import dev.tagstream.tags.Spelling;
import dev.tagstream.tags.text.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * SHA-256 over what decides a prediction: name, kind, fingerprints, shape, every member's values, target scale, unit and
 * template, and classes, deep values, rows read, offsets, low-rank updates, a spelling, state columns and a read-out where a tag has any (a
 * tag without them is hashed as before there were any, so that the checksums of old versions hold; a program that does not know what a
 * version has computes another checksum, and refuses it). The version number is not part of it, since a rollback
 * publishes an old content under a new number, and neither is what merely tells where the tag came from.
 *
 * <p>Every part is written with its length, or a mark that it is absent, so that no two contents give the same bytes.
 */
public final class TagDigest {
    private static final String FORMAT = "tagstream tag 1";
    private static final String EXTENDED_FORMAT = "tagstream tag 2";
    private static final String LOW_RANK_FORMAT = "tagstream tag 3";
    private static final String STATES_FORMAT = "tagstream tag 4";

    private TagDigest() {}

    /** In lower-case hexadecimal. */
    public static String of(TagVersion tag) {
        try {
            return Sha256.hex(content(tag));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] content(TagVersion tag) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        boolean states = hasStates(tag);
        boolean lowRank = states || isLowRank(tag);
        boolean extended = lowRank || isExtended(tag);
        text(out, states ? STATES_FORMAT : lowRank ? LOW_RANK_FORMAT : extended ? EXTENDED_FORMAT : FORMAT);
        text(out, tag.getName());
        text(out, tag.getKind().name());
        text(out, tag.getModelFingerprint());
        text(out, tag.getTokenizerFingerprint());
        out.writeInt(tag.getRows());
        out.writeInt(tag.getWidth());
        out.writeInt(tag.getMembers().size());
        for (TagMember member : tag.getMembers()) {
            bytes(out, member.getRows());
            bytes(out, member.getHead());
        }
        number(out, tag.getTargetMean());
        number(out, tag.getTargetStandardDeviation());
        text(out, tag.getUnit());
        text(out, tag.getTemplate());
        if (extended) {
            extension(out, tag);
        }
        if (lowRank) {
            out.writeInt(tag.getRank());
            for (TagMember member : tag.getMembers()) {
                bytes(out, member.getLowRank());
            }
        }
        if (states) {
            states(out, tag);
        }
        return bytes.toByteArray();
    }

    private static boolean isExtended(TagVersion tag) {
        return tag.getTask() != TagTask.REGRESSION
                || !tag.getClasses().isEmpty()
                || tag.getReadRows() != 1
                || !tag.getOffsets().isEmpty()
                || tag.getMembers().stream().anyMatch(member -> member.getDeep() != null);
    }

    private static boolean isLowRank(TagVersion tag) {
        return tag.getRank() != 0 || tag.getMembers().stream().anyMatch(member -> member.getLowRank() != null);
    }

    private static boolean hasStates(TagVersion tag) {
        return !tag.getSpelling().equals(Spelling.AS_WRITTEN.label())
                || tag.getColumns() != null
                || tag.getReadOut() != null;
    }

    private static void states(DataOutputStream out, TagVersion tag) throws IOException {
        text(out, tag.getSpelling());
        StateColumns columns = tag.getColumns();
        out.writeBoolean(columns != null);
        if (columns != null) {
            out.writeInt(columns.getBlocks().size());
            for (int block : columns.getBlocks()) {
                out.writeInt(block);
            }
            bytes(out, columns.getMeans());
            bytes(out, columns.getStandardDeviations());
            text(out, columns.getProjection());
        }
        EncodedReadOut readOut = tag.getReadOut();
        out.writeBoolean(readOut != null);
        if (readOut != null) {
            out.writeInt(readOut.getFormat());
            bytes(out, readOut.getContent());
        }
    }

    private static void extension(DataOutputStream out, TagVersion tag) throws IOException {
        text(out, tag.getTask().name());
        out.writeInt(tag.getClasses().size());
        for (String name : tag.getClasses()) {
            text(out, name);
        }
        out.writeInt(tag.getReadRows());
        for (TagMember member : tag.getMembers()) {
            bytes(out, member.getDeep());
        }
        out.writeInt(tag.getOffsets().size());
        for (Map.Entry<String, Double> offset : new TreeMap<>(tag.getOffsets()).entrySet()) {
            text(out, offset.getKey());
            number(out, offset.getValue());
        }
    }

    static void text(DataOutputStream out, @Nullable String text) throws IOException {
        bytes(out, text == null ? null : ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static void bytes(DataOutputStream out, @Nullable ByteBuffer buffer) throws IOException {
        if (buffer == null) {
            out.writeInt(-1);
            return;
        }
        byte[] content = new byte[buffer.remaining()];
        buffer.duplicate().get(content);
        out.writeInt(content.length);
        out.write(content);
    }

    static void number(DataOutputStream out, @Nullable Double number) throws IOException {
        out.writeBoolean(number != null);
        if (number != null) {
            out.writeLong(Double.doubleToRawLongBits(number));
        }
    }
}
