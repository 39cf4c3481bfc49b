package dev.tagstream.fuzz.door;

import dev.tagstream.common.intake.Intake;
import dev.tagstream.common.intake.IntakeLimits;
import dev.tagstream.common.intake.SourceRecord;
import dev.tagstream.common.intake.Validation;
import dev.tagstream.fuzz.Answer;
import dev.tagstream.fuzz.Door;
import dev.tagstream.fuzz.Wire;
import dev.tagstream.schemas.ScreeningRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Values of screening-requests, through decoding and all checks. */
public final class RequestDoor implements Door {
    private static final ScreeningRequest PAIR = ScreeningRequest.newBuilder()
            .setRequestId("L/c1/T1")
            .setLibraryId("L")
            .setLibraryRequests(12L)
            .setCompoundId("c1")
            .setSmiles("CC(=O)Oc1ccccc1C(=O)O")
            .setTargetId("T1")
            .setProtein("MTVPDRSEIAGKWLLNC")
            .setFunctions(List.of("BindingAffinity", "QED"))
            .setSubmittedAt(Instant.EPOCH)
            .build();

    private final Wire<ScreeningRequest> wire = new Wire<>("screening-requests", ScreeningRequest.class, PAIR);
    private final Intake intake = new Intake(wire.deserializer(), new IntakeLimits(2_000, 10_000));

    @Override
    public Answer take(byte[] input) {
        SourceRecord source = new SourceRecord(wire.topic(), 0, 0, 0, new byte[0], input, new RecordHeaders());
        Validation<ScreeningRequest> validation = intake.accept(source);
        return validation instanceof Validation.Rejected<ScreeningRequest> rejected
                ? new Answer(rejected.reason().name(), rejected.message())
                : Answer.accepted();
    }

    @Override
    public List<byte[]> examples() {
        ScreeningRequest molecule = ScreeningRequest.newBuilder(PAIR)
                .setTargetId(null)
                .setProtein(null)
                .setLibraryRequests(null)
                .build();
        return List.of(wire.bytes(PAIR), wire.bytes(molecule), wire.chained(PAIR, 3));
    }

    @Override
    public List<byte[]> words() {
        List<byte[]> words = new ArrayList<>(wire.words());
        words.addAll(Door.texts("C", "c1ccccc1", "%99", "[Na+]", "M", "BindingAffinity", " ", "\u0000", ">"));
        return words;
    }

    @Override
    public Map<Hostile, byte[]> hostile() {
        return Map.of(
                new Hostile("a list of more nothings than can be counted", "UNDECODABLE"),
                wire.manyNothings(PAIR),
                new Hostile("a chain of records as deep as a record is long", "UNDECODABLE"),
                wire.chained(PAIR, 260_000),
                new Hostile("more functions than anybody asks for, and no id", "MISSING_FIELD"),
                wire.bytes(ScreeningRequest.newBuilder(PAIR)
                        .setRequestId(" ")
                        .setFunctions(java.util.Collections.nCopies(60_000, "F"))
                        .build()));
    }
}
