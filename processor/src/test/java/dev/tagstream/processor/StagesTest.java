package dev.tagstream.processor;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.tagstream.schemas.RequestLane;

/** Packages are the stages of the flow, in order, and depend only backwards. */
@AnalyzeClasses(packages = "dev.tagstream.processor", importOptions = ImportOption.DoNotIncludeTests.class)
class StagesTest {
    @ArchTest
    static final ArchRule STAGES_DEPEND_ONLY_ON_EARLIER_ONES = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("pending")
            .definedBy("..processor.pending..")
            .layer("tokenize")
            .definedBy("..processor.tokenize..")
            .layer("batch")
            .definedBy("..processor.batch..")
            .layer("accounting")
            .definedBy("..processor.accounting..")
            .layer("answer")
            .definedBy("..processor.answer..")
            .layer("topology")
            .definedBy("..processor.topology..")
            .layer("ops")
            .definedBy("..processor.ops..")
            .layer("service")
            .definedBy("dev.tagstream.processor")
            .whereLayer("pending")
            .mayNotAccessAnyLayer()
            .whereLayer("tokenize")
            .mayNotAccessAnyLayer()
            .whereLayer("batch")
            .mayNotAccessAnyLayer()
            .whereLayer("accounting")
            .mayNotAccessAnyLayer()
            .whereLayer("answer")
            .mayOnlyAccessLayers("batch", "accounting")
            .whereLayer("topology")
            .mayOnlyAccessLayers("pending", "tokenize", "batch", "accounting", "answer")
            .whereLayer("ops")
            .mayOnlyAccessLayers("batch", "accounting")
            .whereLayer("service")
            .mayNotBeAccessedByAnyLayer();

    @ArchTest
    static final ArchRule THE_BATCHER_KNOWS_NOTHING_OF_KAFKA_OR_AVRO = noClasses()
            .that()
            .resideInAPackage("..processor.batch..")
            .should()
            .dependOnClassesThat(JavaClass.Predicates.resideInAnyPackage(
                            "org.apache.kafka..", "org.apache.avro..", "dev.tagstream.schemas..")
                    .and(DescribedPredicate.not(JavaClass.Predicates.equivalentTo(RequestLane.class))));

    @ArchTest
    static final ArchRule TENSORS_STAY_IN_MODEL =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("ai.djl..");

    @ArchTest
    static final ArchRule ONLY_MAIN_ENDS_THE_PROCESS = noClasses()
            .that()
            .doNotHaveSimpleName("ProcessorMain")
            .should()
            .callMethod(System.class, "exit", int.class);
}
