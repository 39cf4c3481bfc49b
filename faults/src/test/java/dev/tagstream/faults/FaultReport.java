package dev.tagstream.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tagstream.cli.terminal.Table;
import dev.tagstream.cli.terminal.Table.Column;
import dev.tagstream.cli.terminal.TableText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What came of the faults, each as it happened and in a table by kind. */
final class FaultReport {
    /**
     * One fault.
     *
     * @param injections how many times something was done to the system
     * @param requests sent around it
     * @param lost outcomes that never came
     * @param doubled outcomes that came once more
     * @param revived processors that ended by themselves and were started again
     * @param silence the longest time without any outcome while requests waited
     * @param partitionSilence the same for the partition that was silent longest
     * @param settled from the end of the load until everything was answered
     */
    record Line(
            String fault,
            int injections,
            int requests,
            int lost,
            int doubled,
            int revived,
            Duration silence,
            Duration partitionSilence,
            Duration settled) {}

    private final Path folder;
    private final List<Line> lines = new ArrayList<>();
    private final Map<String, String> skipped = new LinkedHashMap<>();

    FaultReport(Path folder) {
        this.folder = folder;
    }

    void add(Line line) throws IOException {
        lines.add(line);
        write();
    }

    void skip(String fault, String reason) throws IOException {
        skipped.put(fault, reason);
        write();
    }

    int injections() {
        return lines.stream().mapToInt(Line::injections).sum();
    }

    private void write() throws IOException {
        Files.writeString(folder.resolve("faults.txt"), text(), StandardCharsets.UTF_8);
        new ObjectMapper()
                .writerWithDefaultPrettyPrinter()
                .writeValue(
                        folder.resolve("faults.json").toFile(),
                        Map.of("faults", lines.stream().map(FaultReport::json).toList(), "skipped", skipped));
    }

    private static Map<String, Object> json(Line line) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("fault", line.fault());
        json.put("injections", line.injections());
        json.put("requests", line.requests());
        json.put("lost", line.lost());
        json.put("doubled", line.doubled());
        json.put("revived", line.revived());
        json.put("longestGapSeconds", seconds(line.silence()));
        json.put("longestGapOfAPartitionSeconds", seconds(line.partitionSilence()));
        json.put("settledAfterSeconds", seconds(line.settled()));
        return json;
    }

    String text() {
        Table table = new Table(List.of(
                Column.text("fault", "FAULT"),
                Column.count("times", "TIMES"),
                Column.count("requests", "REQUESTS"),
                Column.count("lost", "LOST"),
                Column.count("doubled", "DOUBLED"),
                Column.count("revived", "REVIVED"),
                Column.decimal("gap", "LONGEST GAP (S)", 1),
                Column.decimal("partitionGap", "OF A PARTITION (S)", 1)));
        Map<String, List<Line>> byFault = new LinkedHashMap<>();
        lines.forEach(line -> byFault.computeIfAbsent(line.fault(), fault -> new ArrayList<>())
                .add(line));
        byFault.forEach((fault, of) -> table.row(row(fault, of)));
        table.row(row("all", lines));
        StringBuilder text = new StringBuilder(TableText.of(table));
        skipped.forEach((fault, reason) -> text.append("SKIPPED %s: %s%n".formatted(fault, reason)));
        return text.toString();
    }

    private static List<Object> row(String fault, List<Line> of) {
        return List.of(
                fault,
                of.stream().mapToInt(Line::injections).sum(),
                of.stream().mapToInt(Line::requests).sum(),
                of.stream().mapToInt(Line::lost).sum(),
                of.stream().mapToInt(Line::doubled).sum(),
                of.stream().mapToInt(Line::revived).sum(),
                of.stream().mapToDouble(line -> seconds(line.silence())).max().orElse(0),
                of.stream()
                        .mapToDouble(line -> seconds(line.partitionSilence()))
                        .max()
                        .orElse(0));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
