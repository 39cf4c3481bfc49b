package dev.tagstream.trainer.topology;

import dev.tagstream.common.intake.InvalidRecordException;
import dev.tagstream.common.intake.MoleculeReader;
import dev.tagstream.schemas.AssayResult;
import dev.tagstream.schemas.FunctionDeclaration;
import dev.tagstream.schemas.Prediction;
import dev.tagstream.schemas.Relation;
import dev.tagstream.schemas.SourceCoordinates;
import dev.tagstream.schemas.TagReference;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Example records: a function whose value is the number of a molecule's letters, and a little more. */
final class Results {
    static final String SIZE = "Size";

    private Results() {}

    static FunctionDeclaration declaration() {
        return declaration(null, false);
    }

    static FunctionDeclaration declaration(@Nullable Long pinned, boolean shadow) {
        return FunctionDeclaration.newBuilder()
                .setName(SIZE)
                .setUnit("atoms")
                .setTemplate("{bos}{SMILES}\n{function}")
                .setPinned(pinned)
                .setShadow(shadow)
                .setDeclaredAt(TrainerDriver.START)
                .build();
    }

    /** The i-th molecule; no two are the same below 1000. */
    static String smiles(int i) {
        return "C".repeat(1 + (i * 7) % 23) + "N".repeat(i % 7) + "O".repeat(1 + i / 161) + "C";
    }

    static AssayResult result(int i) {
        return result(i, smiles(i).length() + (i % 5) * 0.1);
    }

    static AssayResult result(int i, double value) {
        return AssayResult.newBuilder()
                .setResultId("r" + i)
                .setCompoundId("c" + i)
                .setSmiles(smiles(i))
                .setFunction(SIZE)
                .setRelation(Relation.EQUAL)
                .setValue(value)
                .setUnit("atoms")
                .setMeasuredAt(TrainerDriver.START)
                .build();
    }

    static Prediction prediction(
            int i, long version, boolean shadow, double value, @Nullable Double deviation, Instant at) {
        return Prediction.newBuilder()
                .setRequestId("request" + i)
                .setLibraryId("library")
                .setCompoundId("c" + i)
                .setFunction(SIZE)
                .setValue(value)
                .setUnit("atoms")
                .setStandardDeviation(deviation)
                .setShadow(shadow)
                .setCanonicalSmiles(canonical(smiles(i)))
                .setModelFingerprint("fake-model")
                .setFunctionTag(new TagReference(SIZE, version, "sha"))
                .setDomainTags(List.of())
                .setTokenCount(3)
                .setTruncated(false)
                .setSource(new SourceCoordinates("screening-requests", 0, 0L, at))
                .setSubmittedAt(at)
                .setScoredAt(at)
                .build();
    }

    private static String canonical(String smiles) {
        try {
            return new MoleculeReader(1_000).canonical(smiles);
        } catch (InvalidRecordException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
