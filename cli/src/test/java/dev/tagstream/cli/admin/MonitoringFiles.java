package dev.tagstream.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tagstream.processor.ops.ProcessorMeter;
import dev.tagstream.runtime.ops.CatalogueMeter;
import dev.tagstream.runtime.ops.MeterKind;
import dev.tagstream.trainer.ops.TrainerMeter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The dashboard and the alerts of {@code deploy/}, and what the catalogues say that services export. */
public final class MonitoringFiles {
    /** What Prometheus adds to whatever it reads. */
    public static final Set<String> LABELS_OF_TARGETS = Set.of("job", "instance", "namespace", "pod");

    private static final Path DEPLOY = Path.of("..", "deploy");

    private MonitoringFiles() {}

    static JsonNode dashboard() throws IOException {
        return new ObjectMapper()
                .readTree(DEPLOY.resolve("grafana/dashboards/tagstream.json").toFile());
    }

    static List<JsonNode> alerts() throws IOException {
        List<JsonNode> alerts = new ArrayList<>();
        new YAMLMapper()
                .readTree(DEPLOY.resolve("prometheus/alerts.yml").toFile())
                .get("groups")
                .forEach(group -> group.get("rules").forEach(alerts::add));
        return alerts;
    }

    /** Every query by what asks it. */
    public static Map<String, String> queries() throws IOException {
        Map<String, String> queries = new LinkedHashMap<>();
        for (JsonNode panel : dashboard().get("panels")) {
            for (JsonNode target : panel.path("targets")) {
                queries.put(
                        panel.get("title").asText() + ": "
                                + target.get("legendFormat").asText(),
                        target.get("expr").asText());
            }
        }
        for (JsonNode alert : alerts()) {
            queries.put(alert.get("alert").asText(), alert.get("expr").asText());
        }
        return queries;
    }

    /** Labels of each exported name of the project's own metrics. */
    public static Map<String, Set<String>> catalogued() {
        Map<String, Set<String>> exported = new HashMap<>();
        Stream.<CatalogueMeter>concat(Stream.of(ProcessorMeter.values()), Stream.of(TrainerMeter.values()))
                .forEach(meter ->
                        names(meter).forEach((name, labels) -> exported.merge(name, labels, MonitoringFiles::both)));
        return exported;
    }

    private static Map<String, Set<String>> names(CatalogueMeter meter) {
        Set<String> labels = Set.copyOf(meter.labels());
        String name = meter.exported();
        if (meter.kind() == MeterKind.COUNTER || meter.kind() == MeterKind.GAUGE) {
            return Map.of(name, labels);
        }
        return Map.of(
                name + "_bucket",
                both(labels, Set.of("le")),
                name + "_count",
                labels,
                name + "_sum",
                labels,
                name + "_max",
                labels);
    }

    public static Set<String> both(Set<String> some, Set<String> others) {
        Set<String> all = new TreeSet<>(some);
        all.addAll(others);
        return all;
    }

    /** Labels of each name in what a service answers under {@code /metrics}. */
    public static Map<String, Set<String>> scraped(String metrics) {
        Map<String, Set<String>> exported = new HashMap<>();
        metrics.lines().filter(line -> !line.startsWith("#") && !line.isBlank()).forEach(line -> {
            int braces = line.indexOf('{');
            String name = braces < 0 ? line.split(" ")[0] : line.substring(0, braces);
            Set<String> labels = new TreeSet<>();
            if (braces >= 0) {
                labels.addAll(PromQuery.parse("x_x" + line.substring(braces, line.lastIndexOf('}') + 1))
                        .selected()
                        .getOrDefault("x_x", Set.of()));
            }
            exported.merge(name, labels, MonitoringFiles::both);
        });
        return exported;
    }
}
