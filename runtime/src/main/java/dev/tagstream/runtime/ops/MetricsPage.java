package dev.tagstream.runtime.ops;

import java.util.List;
import java.util.stream.Collectors;

/** Prints catalogues of metrics as a Markdown page, {@code docs/metrics.md}. */
public final class MetricsPage {
    private static final String HEAD = """
            # Metrics

            Printed from the program's own catalogues; a test compares this page with them, and another with what a running service
            exports. A service answers under `/metrics` once `http.port` is set. A histogram adds `_bucket`, `_count`, `_sum` and
            `_max` to its name. Names that begin with `kafka_` are Kafka Streams' own, and those with `jvm_` or `process_` of memory, threads and
            open files, as Micrometer names them.
            """;

    private MetricsPage() {}

    /**
     * One table.
     *
     * @param title for instance {@code Processor}
     */
    public record Part(String title, List<? extends CatalogueMeter> meters) {}

    public static String markdown(List<Part> parts) {
        return HEAD + parts.stream().map(MetricsPage::table).collect(Collectors.joining());
    }

    private static String table(Part part) {
        return part.meters().stream()
                .map(MetricsPage::row)
                .collect(Collectors.joining(
                        "",
                        "\n## %s\n\n| metric | kind | unit | labels | meaning |\n|---|---|---|---|---|\n"
                                .formatted(part.title()),
                        ""));
    }

    private static String row(CatalogueMeter meter) {
        String labels = meter.labels().stream().map("`%s`"::formatted).collect(Collectors.joining(", "));
        return "| `%s` | %s | %s | %s | %s |\n"
                .formatted(meter.exported(), meter.kind().told(), meter.unit(), labels, meter.doc());
    }
}
