package dev.tagstream.runtime.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServiceMetricsTest {
    private final ServiceMetrics metrics = new ServiceMetrics();
    private final Map<String, Double> books = new TreeMap<>();

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void readsTheBooksWheneverSomebodyAsks() {
        metrics.sampled(ExampleMeter.SEEN, this::samples);
        books.put("a", 1.0);
        assertThat(metrics.scrape()).contains("example_seen_total{name=\"a\"} 1.0");

        books.put("a", 5.0);
        books.put("b \"quoted\"\n", 2.0);
        assertThat(metrics.scrape())
                .contains("example_seen_total{name=\"a\"} 5.0")
                .contains("example_seen_total{name=\"b \\\"quoted\\\"\\n\"} 2.0");
    }

    @Test
    void forgetsSeriesThatAreGone() {
        metrics.sampled(ExampleMeter.HELD, this::samples);
        books.put("a", 1.0);
        books.put("b", 2.0);
        metrics.scrape();

        books.remove("a");
        assertThat(metrics.scrape()).contains("example_held{name=\"b\"} 2.0").doesNotContain("name=\"a\"");

        books.put("a", 3.0);
        assertThat(metrics.scrape()).contains("example_held{name=\"a\"} 3.0");
    }

    @Test
    void exportsUnderTheNamesOfTheCatalogue() {
        metrics.timer(ExampleMeter.TIME, "a").record(Duration.ofMillis(20));
        metrics.sizes(ExampleMeter.SIZE, "a").record(3);

        assertThat(metrics.scrape())
                .contains(ExampleMeter.TIME.exported() + "_bucket{name=\"a\",le=\"0.025\"} 1")
                .contains(ExampleMeter.TIME.exported() + "_count{name=\"a\"} 1")
                .contains(ExampleMeter.SIZE.exported() + "_bucket{name=\"a\",le=\"4.0\"} 1")
                .contains(ExampleMeter.SIZE.exported() + "_sum{name=\"a\"} 3.0");
    }

    @Test
    void refusesLabelsThatTheCatalogueDoesNotHave() {
        assertThatThrownBy(() -> metrics.timer(ExampleMeter.TIME)).isInstanceOf(IllegalArgumentException.class);
    }

    private List<Sample> samples() {
        return books.entrySet().stream()
                .map(entry -> Sample.of(entry.getValue(), entry.getKey()))
                .toList();
    }
}
