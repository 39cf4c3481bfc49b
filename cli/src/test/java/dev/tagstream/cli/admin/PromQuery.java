package dev.tagstream.cli.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a query in Prometheus' language asks for, as far as dashboards and alerts need it: metrics, the labels that each selects by, and
 * the labels that results are grouped or joined by.
 *
 * @param selected labels of each metric's selectors, empty where it has none
 * @param grouped by, on, and the like
 */
public record PromQuery(Map<String, Set<String>> selected, Set<String> grouped) {
    private static final Pattern TEXT = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern GROUPING =
            Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
    private static final Pattern METRIC = Pattern.compile("\\b([a-z]+_[a-z0-9_]+)\\b(?!\\s*\\()(?:\\{([^}]*)})?");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]+)\\s*[=!]");

    public static PromQuery parse(String query) {
        String plain = TEXT.matcher(query.replaceAll("\\$\\{?\\w+}?", "1")).replaceAll("\"\"");
        Set<String> grouped = new TreeSet<>();
        Matcher grouping = GROUPING.matcher(plain);
        while (grouping.find()) {
            for (String label : grouping.group(1).split(",")) {
                if (!label.isBlank()) {
                    grouped.add(label.strip());
                }
            }
        }
        Map<String, Set<String>> selected = new TreeMap<>();
        Matcher metric = METRIC.matcher(GROUPING.matcher(plain).replaceAll(" "));
        while (metric.find()) {
            Set<String> labels = selected.computeIfAbsent(metric.group(1), any -> new TreeSet<>());
            if (metric.group(2) != null) {
                LABEL.matcher(metric.group(2))
                        .results()
                        .map((MatchResult it) -> it.group(1))
                        .forEach(labels::add);
            }
        }
        return new PromQuery(selected, grouped);
    }

    /** What of it nobody exports: metrics, and labels that a metric does not have. */
    public List<String> unanswered(Map<String, Set<String>> exported, Set<String> labelsOfTargets) {
        List<String> unanswered = new ArrayList<>();
        Set<String> known = new TreeSet<>(labelsOfTargets);
        selected.forEach((metric, labels) -> {
            Set<String> there = exported.get(metric);
            if (there == null) {
                unanswered.add(metric);
                return;
            }
            known.addAll(there);
            labels.stream()
                    .filter(label -> !there.contains(label) && !labelsOfTargets.contains(label))
                    .forEach(label -> unanswered.add(metric + "{" + label + "}"));
        });
        grouped.stream().filter(label -> !known.contains(label)).forEach(label -> unanswered.add("by " + label));
        return unanswered;
    }
}
