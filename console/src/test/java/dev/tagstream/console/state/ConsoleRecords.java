package dev.tagstream.console.state;

import dev.tagstream.schemas.GateOutcome;
import dev.tagstream.schemas.GateVerdict;
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
import org.jspecify.annotations.Nullable;

/** Records as services write them, with what a test does not care for filled in. */
public final class ConsoleRecords {
    private static final SourceCoordinates SOURCE = new SourceCoordinates("screening-requests", 0, 0L, Instant.EPOCH);

    private ConsoleRecords() {}

    public static ScreeningRequest request(
            String library, @Nullable Long announced, String compound, String... functions) {
        return ScreeningRequest.newBuilder()
                .setRequestId(compound + "/ABL1")
                .setLibraryId(library)
                .setLibraryRequests(announced)
                .setCompoundId(compound)
                .setSmiles("CCO")
                .setTargetId("ABL1")
                .setProtein("MKV")
                .setFunctions(List.of(functions))
                .setSubmittedAt(Instant.EPOCH)
                .build();
    }

    public static Prediction prediction(
            String library, String compound, String target, String function, double value, @Nullable String smiles) {
        return Prediction.newBuilder()
                .setRequestId(compound + "/" + target)
                .setLibraryId(library)
                .setCompoundId(compound)
                .setTargetId(target)
                .setFunction(function)
                .setValue(value)
                .setUnit("pKi")
                .setStandardDeviation(0.31)
                .setCanonicalSmiles(smiles)
                .setModelFingerprint("m")
                .setFunctionTag(reference(function, 3))
                .setDomainTags(List.of())
                .setTokenCount(100)
                .setTruncated(false)
                .setSource(SOURCE)
                .setSubmittedAt(Instant.EPOCH)
                .setScoredAt(Instant.EPOCH)
                .build();
    }

    public static RejectedRecord rejection(@Nullable String library, String reason, int code, String message) {
        return RejectedRecord.newBuilder()
                .setStage("intake")
                .setCode(code)
                .setReason(reason)
                .setMessage(message)
                .setRequestId(library == null ? null : "r")
                .setLibraryId(library)
                .setSource(SOURCE)
                .setValueLength(0)
                .setHeaders(List.of())
                .setRejectedAt(Instant.EPOCH)
                .build();
    }

    public static TagVersion version(String name, long version, Instant at, double r2, String origin) {
        return TagVersion.newBuilder()
                .setName(name)
                .setKind(TagKind.FUNCTION)
                .setVersion(version)
                .setModelFingerprint("m")
                .setTokenizerFingerprint("t")
                .setRows(1)
                .setWidth(1)
                .setMembers(List.of())
                .setParents(List.of())
                .setEvaluation(Map.of("r2", r2, "mse", 1 - r2))
                .setExamples(100 * version)
                .setOrigin(origin)
                .setCreatedAt(at)
                .setSha256("0")
                .build();
    }

    public static GateVerdict verdict(
            String function, GateOutcome outcome, Instant at, long version, double before, double r2, String reason) {
        return GateVerdict.newBuilder()
                .setFunction(function)
                .setOutcome(outcome)
                .setReason(reason)
                .setCandidate(reference(function, version))
                .setCurrentMetrics(Map.of("r2", before, "mse", 1 - before))
                .setCandidateMetrics(Map.of("r2", r2, "mse", 1 - r2))
                .setImprovement(before - r2)
                .setImprovementLow(before - r2)
                .setHeldOut(129)
                .setExamples(482)
                .setStartedAt(at)
                .setEndedAt(at)
                .build();
    }

    private static TagReference reference(String name, long version) {
        return TagReference.newBuilder()
                .setName(name)
                .setVersion(version)
                .setSha256("0")
                .build();
    }
}
