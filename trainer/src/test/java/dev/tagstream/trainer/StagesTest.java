package dev.tagstream.trainer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Packages are the stages of the flow, in order, and depend only backwards. */
@AnalyzeClasses(packages = "dev.tagstream.trainer", importOptions = ImportOption.DoNotIncludeTests.class)
class StagesTest {
    @ArchTest
    static final ArchRule STAGES_DEPEND_ONLY_ON_EARLIER_ONES = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("functions")
            .definedBy("..trainer.functions..")
            .layer("intake")
            .definedBy("..trainer.intake..")
            .layer("replay")
            .definedBy("..trainer.replay..")
            .layer("round")
            .definedBy("..trainer.round..")
            .layer("accuracy")
            .definedBy("..trainer.accuracy..")
            .layer("topology")
            .definedBy("..trainer.topology..")
            .layer("ops")
            .definedBy("..trainer.ops..")
            .layer("service")
            .definedBy("dev.tagstream.trainer")
            .whereLayer("functions")
            .mayNotAccessAnyLayer()
            .whereLayer("intake")
            .mayOnlyAccessLayers("functions")
            .whereLayer("replay")
            .mayOnlyAccessLayers("functions", "intake")
            .whereLayer("round")
            .mayOnlyAccessLayers("functions")
            .whereLayer("accuracy")
            .mayNotAccessAnyLayer()
            .whereLayer("topology")
            .mayOnlyAccessLayers("functions", "intake", "replay", "round", "accuracy")
            .whereLayer("ops")
            .mayOnlyAccessLayers("round", "accuracy", "topology")
            .whereLayer("service")
            .mayNotBeAccessedByAnyLayer();

    @ArchTest
    static final ArchRule A_ROUND_KNOWS_NOTHING_OF_KAFKA_OR_AVRO = noClasses()
            .that()
            .resideInAPackage("..trainer.round..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "org.apache.avro..", "dev.tagstream.schemas..");

    @ArchTest
    static final ArchRule TENSORS_STAY_IN_MODEL =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("ai.djl..");

    @ArchTest
    static final ArchRule ONLY_MAIN_ENDS_THE_PROCESS =
            noClasses().that().doNotHaveSimpleName("TrainerMain").should().callMethod(System.class, "exit", int.class);
}
