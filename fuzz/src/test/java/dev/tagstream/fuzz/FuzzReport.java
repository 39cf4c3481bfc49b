package dev.tagstream.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** After all tests: the counts of all doors in {@code target/fuzz-counts.json}, and as a table in {@code target/fuzz-counts.txt}. */
public final class FuzzReport implements LauncherSessionListener {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** One door over all ways of fuzzing. */
    private record Line(long inputs, long accepted, long crashes, Map<String, Long> rejected, long slowest) {
        static Line of(JsonNode json) {
            Map<String, Long> rejected = new TreeMap<>();
            json.get("rejected")
                    .properties()
                    .forEach(code -> rejected.put(code.getKey(), code.getValue().asLong()));
            return new Line(
                    json.get("inputs").asLong(),
                    json.get("accepted").asLong(),
                    json.get("crashes").asLong(),
                    rejected,
                    json.get("slowestCpuMillis").asLong());
        }

        Line plus(Line other) {
            Map<String, Long> sum = new TreeMap<>(rejected);
            other.rejected.forEach((code, count) -> sum.merge(code, count, Long::sum));
            return new Line(
                    inputs + other.inputs,
                    accepted + other.accepted,
                    crashes + other.crashes,
                    sum,
                    Math.max(slowest, other.slowest));
        }

        String text(String door) {
            String codes = rejected.entrySet().stream()
                    .map(code -> "%s %,d".formatted(code.getKey(), code.getValue()))
                    .collect(Collectors.joining(", "));
            return "%-13s %,11d %,11d %8d %8d  %s"
                    .formatted(door, inputs, accepted, crashes, slowest, codes.isEmpty() ? "none" : codes);
        }
    }

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        try {
            write();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write() throws IOException {
        if (!Files.isDirectory(DoorCounts.FOLDER)) {
            return;
        }
        ArrayNode all = JSON.createArrayNode();
        Map<String, Line> byDoor = new TreeMap<>();
        try (Stream<Path> files = Files.list(DoorCounts.FOLDER)) {
            for (Path file : files.sorted().toList()) {
                JsonNode json = JSON.readTree(Files.readString(file));
                all.add(json);
                byDoor.merge(json.get("door").asText(), Line.of(json), Line::plus);
            }
        }
        Files.writeString(Path.of("target", "fuzz-counts.json"), all.toPrettyString() + "\n");
        List<String> table = new ArrayList<>();
        table.add(
                "Bad input   door, inputs tried, accepted, crashes, slowest (ms of processor time), rejected by code:");
        byDoor.forEach((door, line) -> table.add(line.text(door)));
        table.add(byDoor.values().stream()
                .reduce(Line::plus)
                .map(sum -> sum.text("all"))
                .orElse(""));
        Files.write(Path.of("target", "fuzz-counts.txt"), table);
    }
}
