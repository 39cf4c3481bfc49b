package dev.tagstream.model;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Text to number: no records, no topics, native memory in one place, and stages that look backwards only. */
class ModelArchitectureTest {
    private static final String ROOT = "dev.tagstream.model";
    private static final List<String> STAGES =
            List.of("checkpoint", "tokenizer", "prompt", "program", "engine", "learn");
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    static List<String> stages() {
        return STAGES;
    }

    @Test
    void knowsNeitherKafkaNorAvroNorTheOtherModules() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "org.apache.avro..", "io.confluent..")
                .check(CLASSES);
        classes()
                .that()
                .resideInAPackage(ROOT + "..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + "..",
                        "dev.tagstream.tags..",
                        "java..",
                        "ai.djl..",
                        "com.fasterxml.jackson..",
                        "org.slf4j..",
                        "org.jspecify.annotations..",
                        "com.sun.management..")
                .check(CLASSES);
    }

    @Test
    void touchesNativeMemoryInEngineProgramAndTokenizerOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".engine..", ROOT + ".program..", ROOT + ".tokenizer..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ai.djl..")
                .check(CLASSES);
    }

    @ParameterizedTest
    @MethodSource("stages")
    void everyStageLooksBackwardsOnly(String stage) {
        String[] later = STAGES.stream()
                .skip(STAGES.indexOf(stage) + 1L)
                .map(name -> ROOT + "." + name + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(ROOT + "." + stage + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(later)
                .check(CLASSES);
    }

    @Test
    void everyPackageIsAStage() {
        assertThat(CLASSES.stream()
                        .map(type -> type.getPackageName().substring(ROOT.length()))
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(
                        STAGES.stream().map(stage -> "." + stage).toList());
    }
}
