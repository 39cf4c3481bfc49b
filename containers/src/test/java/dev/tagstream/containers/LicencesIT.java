package dev.tagstream.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whether all that ships may be passed on, and is passed on with what its licence asks for. */
class LicencesIT {
    @Test
    void everyComponentHasALicenceThatIsAllowed() throws IOException {
        List<String> allowed = lines("build/licences-allowed.txt");
        Map<String, String> stated = stated();
        assertThat(Sbom.read(Sbom.OF_THE_BUILD)).hasSizeGreaterThan(50).allSatisfy(component -> assertThat(allowed)
                .as(
                        "licences of %s: the SBOM says %s; build/licences-stated.txt may say more",
                        component.name(), component.licences())
                .containsAnyElementsOf(licences(component, stated)));
    }

    @Test
    void noLicenceIsStatedThatTheSbomHasItself() throws IOException {
        List<String> allowed = lines("build/licences-allowed.txt");
        List<Sbom.Component> components = Sbom.read(Sbom.OF_THE_BUILD);
        assertThat(stated().keySet()).allSatisfy(name -> assertThat(components)
                .as("components for whose sake build/licences-stated.txt has " + name)
                .anyMatch(component -> matches(component, name)
                        && component.licences().stream().noneMatch(allowed::contains)));
    }

    @Test
    void everyLicenceThatIsAllowedIsSomebodys() throws IOException {
        Map<String, String> stated = stated();
        List<String> used = Sbom.read(Sbom.OF_THE_BUILD).stream()
                .flatMap(component -> licences(component, stated).stream())
                .toList();
        assertThat(used).containsAll(lines("build/licences-allowed.txt"));
    }

    @Test
    void licenceAndNoticeGoWithEveryJarAndWithTheWhole() throws IOException {
        assertThat(Files.readString(Distribution.TREE.resolve("LICENSE"))).contains("Apache License");
        for (Path jar : Distribution.files("app")) {
            try (JarFile open = new JarFile(jar.toFile())) {
                for (String name : List.of("LICENSE", "NOTICE")) {
                    assertThat(open.getEntry("META-INF/" + name))
                            .as("%s of %s", name, jar)
                            .isNotNull();
                    assertThat(open.getInputStream(open.getEntry("META-INF/" + name)))
                            .hasSameContentAs(Files.newInputStream(Command.ROOT.resolve(name)));
                    assertThat(Distribution.TREE.resolve(name)).hasSameBinaryContentAs(Command.ROOT.resolve(name));
                }
            }
        }
    }

    @Test
    void theNoticeNamesEveryTextThatGoesAlong() throws IOException {
        String notice = Files.readString(Distribution.TREE.resolve("NOTICE"));
        assertThat(Distribution.files("licenses")).isNotEmpty().allSatisfy(text -> assertThat(notice)
                .contains(text.getFileName().toString()));
    }

    private static List<String> licences(Sbom.Component component, Map<String, String> stated) {
        return Stream.concat(
                        component.licences().stream(),
                        stated.entrySet().stream()
                                .filter(entry -> matches(component, entry.getKey()))
                                .map(Map.Entry::getValue))
                .toList();
    }

    private static boolean matches(Sbom.Component component, String name) {
        return name.equals(component.name()) || name.equals(component.group() + ":*");
    }

    /** Licence by name. */
    private static Map<String, String> stated() throws IOException {
        Map<String, String> stated = new LinkedHashMap<>();
        for (String line : lines("build/licences-stated.txt")) {
            String[] parts = line.split("\\s+", 3);
            assertThat(parts)
                    .as("a name, a licence and where it says so: " + line)
                    .hasSize(3);
            stated.put(parts[0], parts[1]);
        }
        return stated;
    }

    private static List<String> lines(String file) throws IOException {
        return Files.readAllLines(Command.ROOT.resolve(file)).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
    }
}
