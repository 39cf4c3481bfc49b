package dev.tagstream.fuzz.door;

import dev.tagstream.common.intake.IntakeLimits;
import dev.tagstream.common.intake.SourceRecord;
import dev.tagstream.common.intake.Validation;
import dev.tagstream.fuzz.Answer;
import dev.tagstream.fuzz.Door;
import dev.tagstream.fuzz.Wire;
import dev.tagstream.runtime.tags.ActiveTags;
import dev.tagstream.schemas.AssayResult;
import dev.tagstream.schemas.FunctionDeclaration;
import dev.tagstream.schemas.Relation;
import dev.tagstream.schemas.TagTask;
import dev.tagstream.trainer.functions.Functions;
import dev.tagstream.trainer.intake.ResultIntake;
import dev.tagstream.trainer.learner.CharacterScorer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Values of assay-results, through decoding and all checks, under the key that their function asks for. */
public final class ResultDoor implements Door {
    private static final String NUMBER = "BindingAffinity";
    private static final String CLASS = "Toxicity";
    private static final AssayResult PAIR = AssayResult.newBuilder()
            .setResultId("r1")
            .setCompoundId("c1")
            .setSmiles("CC(=O)Oc1ccccc1C(=O)O")
            .setTargetId("T1")
            .setProtein("MTVPDRSEIAGKWLLNC")
            .setFunction(NUMBER)
            .setRelation(Relation.LESS)
            .setValue(6.5)
            .setUnit("pKi")
            .setMeasuredAt(Instant.EPOCH)
            .build();
    private static final AssayResult CLASSED = AssayResult.newBuilder(PAIR)
            .setFunction(CLASS)
            .setRelation(Relation.EQUAL)
            .setValue(1)
            .setUnit("class")
            .build();

    private final Wire<AssayResult> wire = new Wire<>("assay-results", AssayResult.class, PAIR);
    private final ResultIntake intake = new ResultIntake(
            wire.deserializer(), new IntakeLimits(2_000, 10_000), 262_144, functions(), new CharacterScorer());

    private static Functions functions() {
        Functions functions = new Functions(new ActiveTags());
        FunctionDeclaration.Builder declaration = FunctionDeclaration.newBuilder()
                .setTemplate("{bos}{Protein}\n{SMILES}\n{function}")
                .setDeclaredAt(Instant.EPOCH);
        functions.declare(declaration.setName(NUMBER).setUnit("pKi").build());
        functions.declare(declaration
                .setName(CLASS)
                .setUnit("class")
                .setTask(TagTask.CLASSIFICATION)
                .setClasses(List.of("no", "yes"))
                .build());
        return functions;
    }

    @Override
    public Answer take(byte[] input) {
        Answer number = take(NUMBER, input);
        return number.code().equals("RESULT_KEY_WRONG") ? take(CLASS, input) : number;
    }

    private Answer take(String key, byte[] input) {
        Validation<AssayResult> validation =
                intake.accept(new SourceRecord(wire.topic(), 0, 0, 0, Door.bytes(key), input, new RecordHeaders()));
        return validation instanceof Validation.Rejected<AssayResult> rejected
                ? new Answer(rejected.reason().name(), rejected.message())
                : Answer.accepted();
    }

    @Override
    public List<byte[]> examples() {
        return List.of(wire.bytes(PAIR), wire.bytes(CLASSED), wire.chained(PAIR, 3));
    }

    @Override
    public List<byte[]> words() {
        List<byte[]> words = new ArrayList<>(wire.words());
        words.addAll(Door.texts("C", "c1ccccc1", "M", NUMBER, CLASS, "pKi", "\u0000"));
        return words;
    }

    @Override
    public Map<Hostile, byte[]> hostile() {
        return Map.of(
                new Hostile("a list of more nothings than can be counted", "UNDECODABLE"),
                wire.manyNothings(PAIR),
                new Hostile("a chain of records as deep as a record is long", "UNDECODABLE"),
                wire.chained(PAIR, 260_000));
    }
}
