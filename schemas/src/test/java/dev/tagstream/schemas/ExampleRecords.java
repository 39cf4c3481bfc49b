package dev.tagstream.schemas;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/** One full example of every record, no optional field left out, and one with all of them left out. */
final class ExampleRecords {
    static {
        AvroLimits.apply(); // as every program does first
    }

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123Z");
    private static final SourceCoordinates SOURCE =
            new SourceCoordinates("screening-requests", 3, 4_000_000_000L, NOON);
    private static final TagReference TAG = new TagReference("BindingAffinity", 7L, "ab".repeat(32));
    private static final DomainData FURTHER = new DomainData("SMILES", "CCN");
    private static final RecordHeader HEADER = new RecordHeader("traceparent", bytes(1, 2, 3));

    private ExampleRecords() {}

    static List<SpecificRecord> full() {
        return List.of(
                new ScreeningRequest(
                        "r-1",
                        "lib",
                        1536L,
                        "CHEMBL25",
                        "CC(=O)Oc1ccccc1C(=O)O",
                        "ABL1",
                        "MKV",
                        List.of(FURTHER),
                        List.of("A", "B"),
                        NOON),
                new ReplayedResult(
                        "x-1", "CCO", "MKV", List.of(FURTHER), Relation.LESS, 6.5, NOON, 17L, true, "0123456789abcdef"),
                new LearningState(3L, 1_700_000_000_000L, 2L, 7L, 1),
                new PredictedPair(
                        "CCO", "0123456789abcdef", 5L, List.of(new PredictedValue(7L, true, 6.5, 0.25, NOON))),
                new LiveAccuracy("A", 7L, true, 3, 2L, 6.5, 6.25, 0.5, 0.25, 0.125, 0.5, 2L, 1L, 2L, NOON),
                new Prediction(
                        "r-1",
                        "lib",
                        "CHEMBL25",
                        "ABL1",
                        "A",
                        6.5,
                        "pKi",
                        0.25,
                        new PredictionInterval(5.5, 7.5, 0.9),
                        List.of(0.25, 0.75),
                        true,
                        "O=C(O)c1ccccc1",
                        "0123456789abcdef",
                        "model",
                        TAG,
                        List.of(TAG, TAG),
                        300,
                        true,
                        SOURCE,
                        NOON,
                        NOON),
                new RejectedRecord(
                        "intake",
                        201,
                        "SMILES_UNPARSEABLE",
                        "why",
                        "A",
                        "r-1",
                        "lib",
                        "CHEMBL25",
                        "ABL1",
                        SOURCE,
                        bytes(1),
                        bytes(2, 3),
                        2,
                        List.of(HEADER),
                        NOON),
                new AssayResult(
                        "m-1",
                        "lib",
                        "CHEMBL25",
                        "CCO",
                        "ABL1",
                        "MKV",
                        List.of(FURTHER),
                        "A",
                        Relation.LESS,
                        5.0,
                        "pKi",
                        "assay 9",
                        NOON),
                tag(TagKind.FUNCTION),
                new PendingRecord(SOURCE, bytes(1), bytes(2), List.of(HEADER)),
                new FunctionDeclaration(
                        "BloodBrainBarrier",
                        TagTask.CLASSIFICATION,
                        "class",
                        List.of("stays out", "enters"),
                        Better.LOWER,
                        "{bos}{SMILES}\n{function}",
                        3L,
                        true,
                        NOON),
                new GateVerdict(
                        "BindingAffinity",
                        GateOutcome.PUBLISHED,
                        "better",
                        TAG,
                        TAG,
                        Map.of("mse", 0.8),
                        Map.of("mse", 0.7),
                        0.1,
                        0.05,
                        400L,
                        4_000L,
                        NOON,
                        NOON));
    }

    static List<SpecificRecord> sparse() {
        return List.of(
                new ScreeningRequest("r-1", "lib", null, "CHEMBL25", null, null, null, null, List.of(), NOON),
                new ReplayedResult("x-1", null, null, null, Relation.EQUAL, 6.5, NOON, 17L, false, ""),
                new PredictedPair(null, null, 5L, List.of(new PredictedValue(7L, false, 6.5, null, NOON))),
                new Prediction(
                        "r-1",
                        "lib",
                        "CHEMBL25",
                        null,
                        "A",
                        -1.5,
                        "pKi",
                        null,
                        null,
                        List.of(),
                        false,
                        null,
                        null,
                        "model",
                        TAG,
                        List.of(),
                        1,
                        false,
                        SOURCE,
                        NOON,
                        NOON),
                new RejectedRecord(
                        "intake",
                        101,
                        "EMPTY_VALUE",
                        "why",
                        null,
                        null,
                        null,
                        null,
                        null,
                        SOURCE,
                        null,
                        null,
                        -1,
                        List.of(),
                        NOON),
                new AssayResult(
                        "m-1", null, "CHEMBL25", null, null, null, null, "A", Relation.EQUAL, 5.0, "pKi", null, NOON),
                tag(TagKind.DOMAIN),
                new PendingRecord(SOURCE, null, bytes(), List.of(new RecordHeader("empty", null))),
                new FunctionDeclaration(
                        "LogD",
                        TagTask.REGRESSION,
                        "logD",
                        List.of(),
                        Better.UNSAID,
                        "{bos}{SMILES}\n{function}",
                        null,
                        false,
                        NOON),
                new GateVerdict(
                        "LogD",
                        GateOutcome.FAILED,
                        "too few",
                        null,
                        null,
                        Map.of(),
                        Map.of(),
                        0.0,
                        0.0,
                        0L,
                        3L,
                        NOON,
                        NOON));
    }

    private static TagVersion tag(TagKind kind) {
        boolean function = kind == TagKind.FUNCTION;
        ByteBuffer values = bytes(0, 0, 0, 0, 0, 0, 0, 0);
        return TagVersion.newBuilder()
                .setName("BindingAffinity")
                .setKind(kind)
                .setVersion(7L)
                .setModelFingerprint("model")
                .setTokenizerFingerprint("tokenizer")
                .setRows(1)
                .setWidth(2)
                .setMembers(List.of(new TagMember(
                        values, function ? values : null, function ? values : null, function ? values : null)))
                .setRank(function ? 1 : 0)
                .setTask(function ? TagTask.CLASSIFICATION : TagTask.REGRESSION)
                .setClasses(function ? List.of("no", "yes") : List.of())
                .setOffsets(function ? Map.of("0123456789abcdef", 0.5) : Map.of())
                .setColumns(function ? null : new StateColumns(List.of(1, 3), values, values, "gaussian-1"))
                .setReadOut(function ? new EncodedReadOut(1, values) : null)
                .setOrigin(function ? "trained" : "")
                .setTargetMean(function ? 6.0 : null)
                .setTargetStandardDeviation(function ? 0.9 : null)
                .setUnit(function ? "pKi" : null)
                .setTemplate(function ? "{bos}{SMILES}{function}" : null)
                .setParents(function ? List.of(TAG) : List.of())
                .setEvaluation(function ? Map.of("r2", 0.5) : Map.of())
                .setExamples(129_000L)
                .setCreatedAt(NOON)
                .setSha256("cd".repeat(32))
                .setSignature(function ? values : null)
                .build();
    }

    private static ByteBuffer bytes(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length);
        for (int value : values) {
            bytes.put((byte) value);
        }
        return bytes.flip();
    }
}
