package dev.tagstream.cli.doctor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagstream.cli.access.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What the doctor has found, for a person line by line as it comes, or as JSON at the end. */
final class DoctorReport {
    private static final String LINE = "%-8s %-9s %s";
    private static final String REMEDY = " ".repeat(19) + "%s";

    private final List<Finding> findings = new ArrayList<>();
    private final Consumer<String> lines;

    /** @param lines takes those for a person */
    DoctorReport(Consumer<String> lines) {
        this.lines = lines;
    }

    void add(Finding finding) {
        findings.add(finding);
        lines.accept(LINE.formatted(finding.level(), finding.check(), finding.found()));
        if (!finding.remedy().isEmpty()) {
            lines.accept(REMEDY.formatted(finding.remedy()));
        }
    }

    long count(Level level) {
        return findings.stream().filter(finding -> finding.level() == level).count();
    }

    String summary() {
        return "%d ok, %d %s, %d wrong"
                .formatted(
                        count(Level.OK),
                        count(Level.WARNING),
                        count(Level.WARNING) == 1 ? "warning" : "warnings",
                        count(Level.WRONG));
    }

    ObjectNode json(Role role) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("role", role.toString())
                .put("ok", count(Level.OK))
                .put("warnings", count(Level.WARNING))
                .put("wrong", count(Level.WRONG));
        ArrayNode checks = document.putArray("checks");
        for (Finding finding : findings) {
            checks.addObject()
                    .put("check", finding.check())
                    .put("state", finding.level().toString())
                    .put("found", finding.found())
                    .put("remedy", finding.remedy().isEmpty() ? null : finding.remedy());
        }
        return document;
    }
}
