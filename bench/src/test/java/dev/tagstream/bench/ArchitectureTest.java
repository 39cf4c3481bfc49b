package dev.tagstream.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

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
            .resideOutsideOfPackages("dev.tagstream.processor..", "dev.tagstream.trainer..", "dev.tagstream.runtime..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka.streams..");

    @ArchTest
    static final ArchRule BROKERS_LIVE_IN_LOCAL = noClasses()
            .that()
            .resideOutsideOfPackage("dev.tagstream.local..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("kafka..", "org.apache.kafka.server..", "org.apache.kafka.storage..");

    @ArchTest
    static final ArchRule COMMAND_LINES_LIVE_ABOVE_THE_CLIENT = noClasses()
            .that()
            .resideOutsideOfPackages("dev.tagstream.cli..", "dev.tagstream.local..", "dev.tagstream.bench..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli..");

    /** What each module may use of the others; later ones of the list come later in the build too. */
    private static final Map<String, List<String>> MODULES = modules();

    private static Map<String, List<String>> modules() {
        Map<String, List<String>> modules = new LinkedHashMap<>();
        modules.put("schemas", List.of());
        modules.put("tags", List.of());
        modules.put("common", List.of("schemas", "tags"));
        modules.put("model", List.of("tags"));
        modules.put("runtime", List.of("schemas", "tags", "common", "model"));
        modules.put("console", List.of("schemas", "tags", "common", "runtime"));
        modules.put("processor", List.of("schemas", "tags", "common", "model", "runtime", "console"));
        modules.put("trainer", List.of("schemas", "tags", "common", "model", "runtime", "console"));
        modules.put("client", List.of("schemas", "tags", "common"));
        modules.put(
                "cli",
                List.of("schemas", "tags", "common", "model", "runtime", "console", "processor", "trainer", "client"));
        modules.put(
                "local",
                List.of(
                        "schemas",
                        "tags",
                        "common",
                        "model",
                        "runtime",
                        "console",
                        "processor",
                        "trainer",
                        "client",
                        "cli"));
        return modules; // bench may use all of them
    }

    @ArchTest
    static void modulesDependInOneDirection(JavaClasses classes) {
        MODULES.forEach((module, uses) -> noClasses()
                .that()
                .resideInAPackage(packages(module))
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("dev.tagstream..")
                        .and(DescribedPredicate.not(
                                JavaClass.Predicates.resideInAnyPackage(Stream.concat(Stream.of(module), uses.stream())
                                        .map(ArchitectureTest::packages)
                                        .toArray(String[]::new)))))
                .check(classes));
    }

    private static String packages(String module) {
        return "dev.tagstream." + module + "..";
    }

    @ArchTest
    static void everyModuleIsNamed(JavaClasses classes) {
        assertThat(classes.stream().map(type -> type.getPackageName().split("\\.")[2]))
                .isSubsetOf(Stream.concat(MODULES.keySet().stream(), Stream.of("bench"))
                        .toList());
    }

    @ArchTest
    static final ArchRule ONLY_MAIN_ENDS_THE_PROCESS =
            noClasses().that().haveSimpleNameNotEndingWith("Main").should().callMethod(System.class, "exit", int.class);
}
