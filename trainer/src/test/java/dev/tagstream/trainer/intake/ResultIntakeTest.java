package dev.tagstream.trainer.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.common.intake.IntakeLimits;
import dev.tagstream.common.intake.RejectReason;
import dev.tagstream.common.intake.SourceRecord;
import dev.tagstream.common.intake.Validation;
import dev.tagstream.runtime.tags.ActiveTags;
import dev.tagstream.schemas.AssayResult;
import dev.tagstream.schemas.AvroSerdes;
import dev.tagstream.schemas.FunctionDeclaration;
import dev.tagstream.schemas.Relation;
import dev.tagstream.schemas.TagTask;
import dev.tagstream.trainer.functions.Functions;
import dev.tagstream.trainer.learner.CharacterScorer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class ResultIntakeTest {
    private static final String TOPIC = "assay-results";
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final AvroSerdes serdes = new AvroSerdes(Map.of("schema.registry.url", "mock://result-intake"));
    private final Functions functions = new Functions(new ActiveTags());
    private final ResultIntake intake = new ResultIntake(
            serdes.valueDeserializer(AssayResult.class),
            new IntakeLimits(100, 50),
            2_000,
            functions,
            new CharacterScorer());

    ResultIntakeTest() {
        functions.declare(declaration("Affinity", TagTask.REGRESSION, "pKi", "{bos}{Protein}\n{SMILES}\n{function}"));
        functions.declare(declaration("Toxic", TagTask.CLASSIFICATION, "class", "{SMILES}{function}"));
    }

    @Test
    void letsAWholeResultPassAndWritesItsMoleculeCanonically() {
        Validation.Accepted<AssayResult> accepted = accepted(it -> it.setSmiles("OCC"));

        assertThat(accepted.canonicalSmiles())
                .isEqualTo(accepted(it -> it.setSmiles("CCO")).canonicalSmiles());
        assertThat(accepted.value().getSmiles())
                .as("learned from as it was sent")
                .isEqualTo("OCC");
        assertThat(accept(it -> it.setRelation(Relation.LESS))).isInstanceOf(Validation.Accepted.class);
    }

    @Test
    void saysWhatIsWrongWithEach() {
        assertThat(reason(it -> it.setFunction("Unheard"))).isEqualTo(RejectReason.RESULT_FUNCTION_UNKNOWN);
        assertThat(reason(it -> it.setUnit("nM"))).isEqualTo(RejectReason.RESULT_UNIT_WRONG);
        assertThat(reason(it -> it.setValue(Double.NaN))).isEqualTo(RejectReason.RESULT_NOT_FINITE);
        assertThat(reason(it -> it.setSmiles("C1CC"))).isEqualTo(RejectReason.SMILES_UNPARSEABLE);
        assertThat(reason(it -> it.setSmiles(null))).isEqualTo(RejectReason.SMILES_MISSING);
        assertThat(reason(it -> it.setProtein(null))).isEqualTo(RejectReason.PROTEIN_MISSING);
        assertThat(reason(it -> it.setProtein("MK?"))).isEqualTo(RejectReason.PROTEIN_BAD_RESIDUE);
        assertThat(reason(it -> it.setProtein("M".repeat(51)))).isEqualTo(RejectReason.PROTEIN_TOO_LONG);
        assertThat(reason(it -> it.setResultId(" "))).isEqualTo(RejectReason.MISSING_FIELD);
        assertThat(reason(it -> it.setTargetId("x".repeat(300)))).isEqualTo(RejectReason.ID_TOO_LONG);
        assertThat(reason(it -> it.setSource("x".repeat(3_000)))).isEqualTo(RejectReason.RECORD_TOO_LARGE);
    }

    @Test
    void asksForAClassOfAClassification() {
        assertThat(accept(it -> toxic(it).setValue(1))).isInstanceOf(Validation.Accepted.class);
        assertThat(reason(it -> toxic(it).setValue(2))).isEqualTo(RejectReason.RESULT_CLASS_UNKNOWN);
        assertThat(reason(it -> toxic(it).setValue(0.5))).isEqualTo(RejectReason.RESULT_CLASS_UNKNOWN);
        assertThat(reason(it -> toxic(it).setValue(1).setRelation(Relation.LESS)))
                .isEqualTo(RejectReason.RESULT_CLASS_CENSORED);
    }

    @Test
    void refusesAKeyThatIsNotTheFunction() {
        assertThat(rejected(intake.accept(source("Toxic", bytes(result(it -> it)))))
                        .reason())
                .isEqualTo(RejectReason.RESULT_KEY_WRONG);
        assertThat(rejected(intake.accept(source(null, bytes(result(it -> it)))))
                        .reason())
                .isEqualTo(RejectReason.RESULT_KEY_WRONG);
    }

    @Test
    void refusesWhatIsNoResult() {
        assertThat(rejected(intake.accept(source("Affinity", null))).reason()).isEqualTo(RejectReason.TOMBSTONE);
        assertThat(rejected(intake.accept(source("Affinity", new byte[0]))).reason())
                .isEqualTo(RejectReason.EMPTY_VALUE);
        assertThat(rejected(intake.accept(source("Affinity", new byte[] {7, 7})))
                        .reason())
                .isEqualTo(RejectReason.UNDECODABLE);
    }

    private static AssayResult.Builder toxic(AssayResult.Builder result) {
        return result.setFunction("Toxic").setUnit("class");
    }

    private RejectReason reason(UnaryOperator<AssayResult.Builder> change) {
        return rejected(accept(change)).reason();
    }

    private Validation.Accepted<AssayResult> accepted(UnaryOperator<AssayResult.Builder> change) {
        Validation<AssayResult> validation = accept(change);
        assertThat(validation).isInstanceOf(Validation.Accepted.class);
        return (Validation.Accepted<AssayResult>) validation;
    }

    private static Validation.Rejected<AssayResult> rejected(Validation<AssayResult> validation) {
        assertThat(validation).isInstanceOf(Validation.Rejected.class);
        return (Validation.Rejected<AssayResult>) validation;
    }

    private Validation<AssayResult> accept(UnaryOperator<AssayResult.Builder> change) {
        AssayResult result = result(change);
        return intake.accept(source(result.getFunction(), bytes(result)));
    }

    private static AssayResult result(UnaryOperator<AssayResult.Builder> change) {
        return change.apply(AssayResult.newBuilder()
                        .setResultId("r1")
                        .setCompoundId("c1")
                        .setSmiles("CCO")
                        .setProtein("MKV")
                        .setFunction("Affinity")
                        .setRelation(Relation.EQUAL)
                        .setValue(6.5)
                        .setUnit("pKi")
                        .setMeasuredAt(NOON))
                .build();
    }

    private byte[] bytes(AssayResult result) {
        return serdes.<AssayResult>valueSerializer().serialize(TOPIC, result);
    }

    private static SourceRecord source(String key, byte[] value) {
        return new SourceRecord(
                TOPIC, 0, 0, 0, key == null ? null : key.getBytes(StandardCharsets.UTF_8), value, new RecordHeaders());
    }

    private static FunctionDeclaration declaration(String name, TagTask task, String unit, String template) {
        return FunctionDeclaration.newBuilder()
                .setName(name)
                .setTask(task)
                .setUnit(unit)
                .setClasses(task == TagTask.CLASSIFICATION ? List.of("no", "yes") : List.of())
                .setTemplate(template)
                .setDeclaredAt(NOON)
                .build();
    }
}
