package dev.tagstream.common.wire;

import dev.tagstream.schemas.TagKind;
import dev.tagstream.schemas.TagMember;
import dev.tagstream.schemas.TagReference;
import dev.tagstream.schemas.TagTask;
import dev.tagstream.schemas.TagVersion;
import dev.tagstream.tags.DomainTag;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.Rows;
import dev.tagstream.tags.TagId;
import dev.tagstream.tags.Task;
import dev.tagstream.tags.prompt.PromptTemplate;
import java.util.List;
import java.util.Map;

/**
 * Tags between the wire and the model. Writing computes the checksum; reading believes nothing: a version that was made for
 * another model, is damaged, or can't be used is refused with a sentence.
 */
public final class TagCodec {
    /** Domain tags that a function tag was learned with: at most as many as its template has slots. */
    public static final int MAX_PARENTS = PromptTemplate.MAX_SLOTS;

    /** Metrics of an evaluation. */
    public static final int MAX_METRICS = 100;

    /** Characters of what merely tells: fingerprints, where a version comes from, names of parents and metrics. */
    public static final int MAX_TEXT = 1_000;

    private TagCodec() {}

    /** The name and number are those of the tag's id; the checksum is computed anew. */
    public static TagVersion toWire(DomainTag tag, Provenance provenance) {
        TagVersion.Builder wire = wire(tag.id(), TagKind.DOMAIN, tag.rows(), provenance)
                .setMembers(List.of(new TagMember(tag.rows().toLittleEndian(), null, null, null)))
                .setSpelling(tag.spelling().label());
        return summed(wire);
    }

    /** The name and number are those of the tag's id; the checksum is computed anew. */
    public static TagVersion toWire(FunctionTag tag, Provenance provenance) {
        Rows first = tag.members().get(0).rows();
        TagVersion.Builder wire = wire(tag.id(), TagKind.FUNCTION, first, provenance)
                .setMembers(tag.members().stream()
                        .map(member -> new TagMember(
                                member.rows().toLittleEndian(),
                                member.head().toLittleEndian(),
                                member.deep() == null ? null : member.deep().toLittleEndian(),
                                member.lowRank() == null
                                        ? null
                                        : member.lowRank().values().toLittleEndian()))
                        .toList())
                .setTargetMean(tag.targetMean())
                .setTargetStandardDeviation(tag.targetStandardDeviation())
                .setUnit(tag.unit())
                .setTask(tag.task() == Task.REGRESSION ? TagTask.REGRESSION : TagTask.CLASSIFICATION)
                .setClasses(tag.classes())
                .setReadRows(tag.members().get(0).readRows())
                .setRank(tag.members().get(0).rank())
                .setOffsets(tag.offsets())
                .setTemplate(tag.template().source());
        return summed(wire);
    }

    /**
     * Reads a version for the model in use, whose fingerprints and width are given. Never throws for a version's content.
     */
    public static TagReading fromWire(
            TagVersion wire, String modelFingerprint, String tokenizerFingerprint, int width, int layers) {
        return new TagReader(modelFingerprint, tokenizerFingerprint, width, layers).read(wire);
    }

    /** Whether a tag may have this name, so that it can stand in a prompt template. */
    public static boolean isName(String name) {
        return TagReader.NAME.matcher(name).matches();
    }

    public static TagReference reference(TagId id) {
        return new TagReference(id.name(), id.version(), id.sha256());
    }

    /** The same content under another number, as a rollback publishes it. */
    public static TagVersion renumbered(TagVersion wire, long version) {
        return TagVersion.newBuilder(wire).setVersion(version).build();
    }

    /**
     * The same without the offsets of what it learned from, which tell whoever guesses a molecule that it was there: another content, under
     * a checksum of its own and without signature. The same version where it has none.
     */
    public static TagVersion withoutOffsets(TagVersion wire) {
        int offsets = wire.getOffsets().size();
        if (offsets == 0) {
            return wire;
        }
        return summed(TagVersion.newBuilder(wire)
                .setOffsets(Map.of())
                .setSignature(null)
                .setOrigin("%s, without %,d %s"
                        .formatted(wire.getOrigin(), offsets, offsets == 1 ? "offset" : "offsets")));
    }

    private static TagVersion.Builder wire(TagId id, TagKind kind, Rows shape, Provenance provenance) {
        return TagVersion.newBuilder()
                .setName(id.name())
                .setKind(kind)
                .setVersion(id.version())
                .setModelFingerprint(provenance.modelFingerprint())
                .setTokenizerFingerprint(provenance.tokenizerFingerprint())
                .setRows(shape.rows())
                .setWidth(shape.width())
                .setParents(
                        provenance.parents().stream().map(TagCodec::reference).toList())
                .setEvaluation(Map.copyOf(provenance.evaluation()))
                .setExamples(provenance.examples())
                .setOrigin(provenance.origin())
                .setCreatedAt(provenance.createdAt())
                .setSha256("");
    }

    private static TagVersion summed(TagVersion.Builder wire) {
        return wire.setSha256(TagDigest.of(wire.build())).build();
    }
}
