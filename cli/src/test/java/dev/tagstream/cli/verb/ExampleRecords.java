package dev.tagstream.cli.verb;

import dev.tagstream.schemas.Prediction;
import dev.tagstream.schemas.RejectedRecord;
import dev.tagstream.schemas.ScreeningRequest;
import dev.tagstream.schemas.SourceCoordinates;
import dev.tagstream.schemas.TagKind;
import dev.tagstream.schemas.TagReference;
import dev.tagstream.schemas.TagVersion;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Records as a sender and a processor would write them. */
final class ExampleRecords {
    static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

    private ExampleRecords() {}

    static ScreeningRequest request(String library, String compound, long total, String... functions) {
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

    static Prediction prediction(String library, String compound, String function, double value, long offset) {
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

    static RejectedRecord rejection(String library, String compound, String function, long offset) {
        return rejection(library, compound, offset).setFunction(function).build();
    }

    static RejectedRecord.Builder rejection(String library, String compound, long offset) {
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

    static TagVersion domainTag(String name, String model) {
        return tag(name, model).setKind(TagKind.DOMAIN).build();
    }

    static TagVersion functionTag(String name, String model, String template) {
        return tag(name, model)
                .setKind(TagKind.FUNCTION)
                .setTemplate(template)
                .setUnit("pKi")
                .setEvaluation(Map.of("r2", 0.172))
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
