package dev.tagstream.schemas;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/** One full example of every record, no optional field left out, and one with all of them left out. */
final class ExampleRecords {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123Z");
    private static final SourceCoordinates SOURCE =
            new SourceCoordinates("screening-requests", 3, 4_000_000_000L, NOON);
    private static final TagReference TAG = new TagReference("BindingAffinity", 7L, "ab".repeat(32));
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
                        List.of("A", "B"),
                        NOON),
                new Prediction(
                        "r-1",
                        "lib",
                        "CHEMBL25",
                        "ABL1",
                        "A",
                        6.5,
                        "pKi",
                        0.25,
                        "O=C(O)c1ccccc1",
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
                        "A",
                        Relation.LESS,
                        5.0,
                        "pKi",
                        "assay 9",
                        NOON),
                tag(TagKind.FUNCTION),
                new PendingRecord(SOURCE, bytes(1), bytes(2), List.of(HEADER)));
    }

    static List<SpecificRecord> sparse() {
        return List.of(
                new ScreeningRequest("r-1", "lib", null, "CHEMBL25", null, null, null, List.of(), NOON),
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
                new AssayResult("m-1", null, "CHEMBL25", null, null, null, "A", Relation.EQUAL, 5.0, "pKi", null, NOON),
                tag(TagKind.DOMAIN),
                new PendingRecord(SOURCE, null, bytes(), List.of(new RecordHeader("empty", null))));
    }

    private static TagVersion tag(TagKind kind) {
        boolean function = kind == TagKind.FUNCTION;
        return TagVersion.newBuilder()
                .setName("BindingAffinity")
                .setKind(kind)
                .setVersion(7L)
                .setModelFingerprint("model")
                .setTokenizerFingerprint("tokenizer")
                .setRows(1)
                .setWidth(2)
                .setMembers(List.of(
                        new TagMember(bytes(0, 0, 0, 0, 0, 0, 0, 0), function ? bytes(0, 0, 0, 0, 0, 0, 0, 0) : null)))
                .setTargetMean(function ? 6.0 : null)
                .setTargetStandardDeviation(function ? 0.9 : null)
                .setUnit(function ? "pKi" : null)
                .setTemplate(function ? "{bos}{SMILES}{function}" : null)
                .setParents(function ? List.of(TAG) : List.of())
                .setEvaluation(function ? Map.of("r2", 0.5) : Map.of())
                .setExamples(129_000L)
                .setCreatedAt(NOON)
                .setSha256("cd".repeat(32))
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
