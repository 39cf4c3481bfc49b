package dev.tagstream.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A fuzzer that looks for inputs which reach code no other has reached, for a while at every door. Under {@code -Pfuzz} only, with
 * seconds for each door in {@code -Dfuzz.seconds}.
 */
@EnabledIfSystemProperty(named = "fuzz.seconds", matches = "\\d+", disabledReason = "takes minutes; -Pfuzz runs it")
class CoverageFuzzIT {
    private static final Path TARGET = Path.of("target");

    /** What the fuzzer must see the inside of: our own parsers, and those that stand behind the doors. */
    private static final String INSTRUMENTED =
            "dev.tagstream.**:uk.ac.ebi.beam.**:org.apache.avro.io.**:com.fasterxml.jackson.core.json.**:picocli.**";

    /** Jazzer takes each connection for a server's that was tricked into it; the HTTP door makes its own. */
    private static final String OWN_CONNECTIONS = "com.code_intelligence.jazzer.sanitizers.ServerSideRequestForgery";

    private static final int MAX_INPUT = 8_192;

    /** Seconds for one input, on a machine however busy. */
    private static final int WATCHDOG = 30;

    @ParameterizedTest
    @EnumSource
    void findsNoInputThatIsNotAnswered(Doors door) throws Exception {
        Files.deleteIfExists(DoorCounts.FOLDER.resolve(door.title() + ".coverage.json"));
        long seconds = Long.getLong("fuzz.seconds");
        Path log = TARGET.resolve("fuzz-" + door.title() + ".log");
        Process fuzzer = new ProcessBuilder(command(door, seconds))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended = fuzzer.waitFor(3 * seconds + 300, TimeUnit.SECONDS);
        fuzzer.destroyForcibly();
        assertThat(ended).as("the fuzzer ends; see %s", log).isTrue();
        assertThat(fuzzer.exitValue()).as("see %s", log).isZero();
        JsonNode counts = new ObjectMapper()
                .readTree(Files.readString(DoorCounts.FOLDER.resolve(door.title() + ".coverage.json")));
        assertThat(counts.get("inputs").asLong()).isPositive();
        assertThat(counts.get("crashes").asLong()).as("see %s", log).isZero();
        assertThat(slow(door))
                .as("inputs that take over a second of processor time")
                .isEmpty();
    }

    private static List<String> command(Doors door, long seconds) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx512m",
                "-Dai.djl.offline=true",
                "-Dfuzz.door=" + door.title(),
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + CoverageTarget.class.getName(),
                "--instrumentation_includes=" + INSTRUMENTED,
                "--trace=all",
                "--disabled_hooks=" + OWN_CONNECTIONS,
                "--custom_hook_includes=" + INSTRUMENTED,
                "-max_total_time=" + seconds,
                "-max_len=" + MAX_INPUT,
                "-timeout=" + WATCHDOG,
                "-rss_limit_mb=3000",
                "-artifact_prefix=" + folder("fuzz-findings", door) + "/"));
        command.add("-dict=" + dictionary(door));
        command.add(folder("fuzz-corpus", door).toString());
        command.add(examples(door).toString());
        return command;
    }

    private static Path folder(String what, Doors door) throws IOException {
        return Files.createDirectories(TARGET.resolve(what).resolve(door.title()));
    }

    private static Path examples(Doors door) throws IOException {
        Path folder = folder("fuzz-examples", door);
        try (Door open = door.open()) {
            int number = 0;
            for (byte[] example : open.examples()) {
                Files.write(folder.resolve("example-" + number++), example);
            }
        }
        return folder;
    }

    /** In libFuzzer's form: a quoted text a line, every byte in hexadecimal. */
    private static Path dictionary(Doors door) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Door open = door.open()) {
            for (byte[] word : open.words()) {
                StringBuilder line = new StringBuilder("\"");
                for (byte b : word) {
                    line.append("\\x%02x".formatted(b));
                }
                lines.add(line.append('"').toString());
            }
        }
        return Files.write(TARGET.resolve("fuzz-" + door.title() + ".dict"), lines);
    }

    /** Those inputs that were slow under the fuzzer's instruments, tried once more without. */
    private static List<Path> slow(Doors door) throws IOException {
        List<Path> slow = new ArrayList<>();
        Path findings = folder("fuzz-findings", door);
        try (Door open = door.open();
                Stream<Path> files = Files.list(findings)) {
            door.watched(open, "again");
            for (Path file : files.toList()) {
                byte[] input = Files.readAllBytes(file);
                open.take(input); // loads what it needs
                ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
                long before = threads.getCurrentThreadCpuTime();
                open.take(input);
                if (threads.getCurrentThreadCpuTime() - before > TimeUnit.SECONDS.toNanos(1)) {
                    slow.add(file);
                }
            }
        }
        return slow;
    }
}
