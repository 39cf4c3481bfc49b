package dev.tagstream.client;

import dev.tagstream.client.screening.RequestId;
import dev.tagstream.common.wire.Provenance;
import dev.tagstream.common.wire.TagCodec;
import dev.tagstream.schemas.AssayResult;
import dev.tagstream.schemas.Prediction;
import dev.tagstream.schemas.RejectedRecord;
import dev.tagstream.schemas.Relation;
import dev.tagstream.schemas.ScreeningRequest;
import dev.tagstream.schemas.SourceCoordinates;
import dev.tagstream.schemas.TagKind;
import dev.tagstream.schemas.TagReference;
import dev.tagstream.schemas.TagVersion;
import dev.tagstream.tags.DomainTag;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.Rows;
import dev.tagstream.tags.TagId;
import dev.tagstream.tags.prompt.PromptTemplate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Records as a sender and a processor would write them. */
public final class ExampleRecords {
    public static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

    private ExampleRecords() {}

    public static ScreeningRequest request(String library, String compound, long total, String... functions) {
        return ScreeningRequest.newBuilder()
                .setRequestId(library + "/" + compound)
                .setLibraryId(library)
                .setLibraryRequests(total)
                .setCompoundId(compound)
                .setSmiles("CCO")
                .setFunctions(List.of(functions))
                .setSubmittedAt(TIME)
                .build();
    }

    public static Prediction prediction(String library, String compound, String function, double value, long offset) {
        return Prediction.newBuilder()
                .setRequestId(library + "/" + compound)
                .setLibraryId(library)
                .setCompoundId(compound)
                .setFunction(function)
                .setValue(value)
                .setUnit("pKi")
                .setCanonicalSmiles("OCC")
                .setModelFingerprint("model")
                .setFunctionTag(new TagReference(function, 3L, "sha"))
                .setDomainTags(List.of())
                .setTokenCount(42)
                .setTruncated(false)
                .setSource(source(offset))
                .setSubmittedAt(TIME)
                .setScoredAt(TIME.plusSeconds(offset))
                .build();
    }

    public static RejectedRecord rejection(String library, String compound, String function, long offset) {
        return rejection(library, compound, offset).setFunction(function).build();
    }

    public static RejectedRecord.Builder rejection(String library, String compound, long offset) {
        return RejectedRecord.newBuilder()
                .setStage("intake")
                .setCode(302)
                .setReason("SMILES_UNPARSEABLE")
                .setMessage("bad ring")
                .setRequestId(library + "/" + compound)
                .setLibraryId(library)
                .setCompoundId(compound)
                .setSource(source(offset))
                .setValueLength(0)
                .setHeaders(List.of())
                .setRejectedAt(TIME.plusSeconds(offset));
    }

    private static SourceCoordinates source(long offset) {
        return new SourceCoordinates("screening-requests", 0, offset, TIME);
    }

    public static TagVersion domainTag(String name, String model) {
        return tag(name, model).setKind(TagKind.DOMAIN).build();
    }

    public static TagVersion functionTag(String name, String model, String template) {
        return tag(name, model)
                .setKind(TagKind.FUNCTION)
                .setTemplate(template)
                .setUnit("pKi")
                .setEvaluation(Map.of("r2", 0.172))
                .build();
    }

    /** A domain tag that stands every check, of model and tokenizer "m", with the number as its only value. */
    public static TagVersion soundDomainTag(String name, float value) {
        Rows rows = new Rows(1, 2, new float[] {value, 1});
        return TagCodec.toWire(new DomainTag(new TagId(name, 1, ""), rows), provenance(List.of(), Map.of(), 0));
    }

    /** A function tag that stands every check, with its number among its values. */
    public static TagVersion soundFunctionTag(String name, String template, float value, TagVersion... parents) {
        return soundFunctionTag(name, template, value, Map.of(), parents);
    }

    public static TagVersion soundFunctionTag(
            String name, String template, float value, Map<String, Double> offsets, TagVersion... parents) {
        Rows rows = new Rows(1, 2, new float[] {value, 1});
        Rows head = new Rows(1, 2, new float[] {1, value});
        FunctionTag tag = new FunctionTag(
                new TagId(name, 1, ""),
                List.of(new FunctionTag.Member(rows, head)),
                6,
                1.5,
                "pKi",
                PromptTemplate.parse(template),
                List.of(),
                offsets);
        List<TagId> ids = Stream.of(parents)
                .map(parent -> new TagId(parent.getName(), parent.getVersion(), parent.getSha256()))
                .toList();
        return TagCodec.toWire(tag, provenance(ids, Map.of("r2", (double) value), (long) (100 * value)));
    }

    private static Provenance provenance(List<TagId> parents, Map<String, Double> evaluation, long examples) {
        return new Provenance("m", "m", parents, evaluation, examples, "", TIME);
    }

    public static AssayResult result(String function, String compound, String smiles, String target, double value) {
        return AssayResult.newBuilder()
                .setResultId(RequestId.of(function, compound, target, String.valueOf(value)))
                .setCompoundId(compound)
                .setSmiles(smiles)
                .setTargetId(target)
                .setFunction(function)
                .setRelation(Relation.EQUAL)
                .setValue(value)
                .setUnit("pKi")
                .setMeasuredAt(TIME)
                .build();
    }

    private static TagVersion.Builder tag(String name, String model) {
        return TagVersion.newBuilder()
                .setName(name)
                .setVersion(1L)
                .setModelFingerprint(model)
                .setTokenizerFingerprint("tokenizer")
                .setRows(1)
                .setWidth(1)
                .setMembers(List.of())
                .setParents(List.of())
                .setEvaluation(Map.of())
                .setExamples(129_000L)
                .setCreatedAt(TIME)
                .setSha256("0123456789abcdef");
    }
}
