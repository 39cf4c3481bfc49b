package dev.tagstream.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit as {@code build/audit} runs it, against advisories made up here. */
class DependencyAuditTest {
    @TempDir
    Path folder;

    private Path advisories;
    private Path accepted;

    @BeforeEach
    void write() throws IOException {
        advisories = Files.createDirectories(folder.resolve("advisories"));
        accepted = Files.writeString(folder.resolve("accepted"), "# none\n");
        Files.writeString(folder.resolve("sbom.json"), """
                {"components": [
                  {"purl": "pkg:maven/org.example/parser@2.10.1?type=jar"},
                  {"purl": "pkg:maven/org.example/codec@1.0.0-rc2?type=jar"}]}
                """);
        Files.writeString(folder.resolve("bundled"), "# inside another\norg.example:inner:3.0\n");
    }

    @Test
    void findsWhatIsInARangeAndNothingElse() throws Exception {
        advisory("IN-RANGE", "org.example:parser", "2.9", "2.11");
        advisory("FIXED-BEFORE", "org.example:parser", "0", "2.10.1");
        advisory("INTRODUCED-LATER", "org.example:parser", "2.10.2", "3");
        advisory("CANDIDATE", "org.example:codec", "0", "1.0.0");
        advisory("INNER", "org.example:inner", "0", "3.0.1");
        advisory("ANOTHER", "org.example:another", "0", "99");

        String said = audit(1);

        assertThat(said)
                .contains("IN-RANGE", "CANDIDATE", "INNER", "3 components, 6 advisories, 3 apply")
                .doesNotContain("FIXED-BEFORE", "INTRODUCED-LATER", "ANOTHER");
    }

    @Test
    void leavesOutWhatIsAcceptedWithAReason() throws Exception {
        advisory("IN-RANGE", "org.example:parser", "2.9", "2.11");
        Files.writeString(accepted, "IN-RANGE the parser is given nothing from outside\n");

        assertThat(audit(0)).contains("0 apply");
    }

    @Test
    void doesNotTakeAnEmptyFolderForGoodNews() throws Exception {
        assertThat(audit(2)).contains("0 advisories");
    }

    private void advisory(String id, String name, String introduced, String fixed) throws IOException {
        Files.writeString(advisories.resolve(id + ".json"), """
                {"id": "%s", "summary": "made up", "affected": [{"package": {"ecosystem": "Maven", "name": "%s"},
                 "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "%s"}, {"fixed": "%s"}]}]}]}
                """.formatted(id, name, introduced, fixed));
    }

    private String audit(int status) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        DependencyAudit.class.getName(),
                        folder.resolve("sbom.json").toString(),
                        folder.resolve("bundled").toString(),
                        accepted.toString(),
                        advisories.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(said).isEqualTo(status);
        return said;
    }
}
