package dev.tagstream.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;

/** Records live in schemas, tensors in model, topics in the services; modules depend in one direction. */
@AnalyzeClasses(packages = "dev.tagstream", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule RECORDS_LIVE_IN_SCHEMAS = classes()
            .that()
            .areAssignableTo(org.apache.avro.specific.SpecificRecord.class)
            .should()
            .resideInAPackage("dev.tagstream.schemas");

    @ArchTest
    static final ArchRule TENSORS_LIVE_IN_MODEL = noClasses()
            .that()
            .resideOutsideOfPackage("dev.tagstream.model..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.djl..");

    @ArchTest
    static final ArchRule TOPOLOGIES_LIVE_IN_THE_SERVICES = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.tagstream.processor..", "dev.tagstream.trainer..", "dev.tagstream.runtime.streams..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka.streams..");

    @ArchTest
    static final ArchRule MODULES_DEPEND_IN_ONE_DIRECTION = Architectures.layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("schemas")
            .definedBy("dev.tagstream.schemas..")
            .layer("model")
            .definedBy("dev.tagstream.model..")
            .layer("runtime")
            .definedBy("dev.tagstream.runtime..")
            .layer("console")
            .definedBy("dev.tagstream.console..")
            .layer("processor")
            .definedBy("dev.tagstream.processor..")
            .layer("trainer")
            .definedBy("dev.tagstream.trainer..")
            .layer("cli")
            .definedBy("dev.tagstream.cli..")
            .whereLayer("schemas")
            .mayNotAccessAnyLayer()
            .whereLayer("model")
            .mayNotAccessAnyLayer()
            .whereLayer("runtime")
            .mayOnlyAccessLayers("schemas", "model")
            .whereLayer("console")
            .mayOnlyAccessLayers("schemas", "runtime")
            .whereLayer("processor")
            .mayOnlyAccessLayers("schemas", "model", "runtime", "console")
            .whereLayer("trainer")
            .mayOnlyAccessLayers("schemas", "model", "runtime", "console");

    @ArchTest
    static final ArchRule ONLY_MAIN_ENDS_THE_PROCESS =
            noClasses().that().haveSimpleNameNotEndingWith("Main").should().callMethod(System.class, "exit", int.class);
}
