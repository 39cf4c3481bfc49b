package dev.tagstream.model;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;

@AnalyzeClasses(packages = "dev.tagstream.model", importOptions = ImportOption.DoNotIncludeTests.class)
class ModelArchitectureTest {
    @ArchTest
    static final ArchRule TENSORS_KNOW_NEITHER_RECORDS_NOR_TOPICS = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "org.apache.avro..", "io.confluent..", "dev.tagstream.schemas..");

    @ArchTest
    static final ArchRule NATIVE_MEMORY_HAS_ONE_OWNER = noClasses()
            .that()
            .haveSimpleNameNotStartingWith("LlamaProgram")
            .and()
            .haveSimpleNameNotStartingWith("ProgramCall")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ai.djl.ndarray..", "ai.djl.pytorch..");

    @ArchTest
    static final ArchRule STAGES_DEPEND_ONLY_BACKWARDS = Architectures.layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("checkpoint")
            .definedBy("..checkpoint")
            .layer("tokenizer")
            .definedBy("..tokenizer")
            .layer("prompt")
            .definedBy("..prompt")
            .layer("tag")
            .definedBy("..tag")
            .layer("engine")
            .definedBy("..engine")
            .layer("learn")
            .definedBy("..learn")
            .whereLayer("checkpoint")
            .mayNotAccessAnyLayer()
            .whereLayer("tokenizer")
            .mayOnlyAccessLayers("checkpoint")
            .whereLayer("prompt")
            .mayOnlyAccessLayers("checkpoint", "tokenizer")
            .whereLayer("tag")
            .mayOnlyAccessLayers("checkpoint", "tokenizer", "prompt")
            .whereLayer("engine")
            .mayOnlyAccessLayers("checkpoint", "tokenizer", "prompt", "tag");
}
