package dev.tagstream.common.wire;

import dev.tagstream.schemas.TagReference;
import dev.tagstream.schemas.TagVersion;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a signature says: all that a version's record holds (its content by checksum, which the reader computes anew), its number
 * included, and what it was published for. So neither an old content under another number nor a candidate that was refused can be
 * put in use by who has no key.
 */
enum TagStatement {
    IN_USE("in use"),
    ON_TRIAL("on trial");

    private static final String FORMAT = "tagstream tag signature 1";

    private final String purpose;

    TagStatement(String purpose) {
        this.purpose = purpose;
    }

    /** Every part with its length, as {@link TagDigest} has it. */
    byte[] of(TagVersion tag) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        try {
            TagDigest.text(out, FORMAT);
            TagDigest.text(out, purpose);
            TagDigest.text(out, tag.getName());
            TagDigest.text(out, tag.getKind().name());
            out.writeLong(tag.getVersion());
            TagDigest.text(out, tag.getSha256());
            out.writeInt(tag.getParents().size());
            for (TagReference parent : tag.getParents()) {
                TagDigest.text(out, parent.getName());
                out.writeLong(parent.getVersion());
                TagDigest.text(out, parent.getSha256());
            }
            out.writeInt(tag.getEvaluation().size());
            for (Map.Entry<String, Double> metric : new TreeMap<>(tag.getEvaluation()).entrySet()) {
                TagDigest.text(out, metric.getKey());
                TagDigest.number(out, metric.getValue());
            }
            out.writeLong(tag.getExamples());
            TagDigest.text(out, tag.getOrigin());
            out.writeLong(tag.getCreatedAt().toEpochMilli());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
