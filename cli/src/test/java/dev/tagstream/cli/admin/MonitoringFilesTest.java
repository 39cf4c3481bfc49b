package dev.tagstream.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The dashboard and the alerts ask for what is exported, and each alert says what to do. Those of Kafka are for an IT. */
class MonitoringFilesTest {
    private static final Path DOCS = Path.of("..", "docs");

    @Test
    void asksForNoMetricAndNoLabelThatTheCatalogueLacks() throws IOException {
        for (Map.Entry<String, String> query : MonitoringFiles.queries().entrySet()) {
            if (!query.getValue().contains("kafka_")) {
                assertThat(PromQuery.parse(query.getValue())
                                .unanswered(MonitoringFiles.catalogued(), MonitoringFiles.LABELS_OF_TARGETS))
                        .as(query.toString())
                        .isEmpty();
            }
        }
    }

    @Test
    void seesAMetricOrALabelThatIsNotThere() {
        assertThat(PromQuery.parse(
                                "sum by (functio) (rate(tagstream_predictions_total{job=\"a\"}[5m])) / tagstream_laag"
                                        + " > tagstream_lag{part=~\"1|2\"}")
                        .unanswered(MonitoringFiles.catalogued(), MonitoringFiles.LABELS_OF_TARGETS))
                .containsExactly("tagstream_laag", "tagstream_lag{part}", "by functio");
    }

    @Test
    void showsEveryMetricOfTheCatalogue() throws IOException {
        Set<String> shown = new HashSet<>();
        MonitoringFiles.queries()
                .values()
                .forEach(query -> shown.addAll(PromQuery.parse(query).selected().keySet()));
        Set<String> exported = new HashSet<>(MonitoringFiles.catalogued().keySet());
        exported.removeIf(name -> name.matches(".*_(bucket|count|max|sum)$")); // one of a histogram's parts is enough
        exported.removeAll(shown);
        assertThat(exported).as("neither shown nor watched").isEmpty();
    }

    @Test
    void givesEveryAlertARunbookThatIsThere() throws IOException {
        for (JsonNode alert : MonitoringFiles.alerts()) {
            String[] runbook = alert.get("annotations").get("runbook").asText().split("#");
            assertThat(runbook[0]).isEqualTo("docs/troubleshooting.md");
            assertThat(anchors(DOCS.resolve("troubleshooting.md"))).contains(runbook[1]);
            assertThat(alert.get("labels").get("severity").asText()).isIn("warning", "critical");
            assertThat(Files.readString(DOCS.resolve("troubleshooting.md")))
                    .contains(alert.get("alert").asText());
        }
    }

    private static List<String> anchors(Path page) throws IOException {
        List<String> anchors = new ArrayList<>();
        for (String line : Files.readAllLines(page)) {
            if (line.startsWith("#")) {
                anchors.add(line.replaceFirst("#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9 -]", "")
                        .replace(' ', '-'));
            }
        }
        return anchors;
    }

    @Test
    void usesEachPanelsPlaceOnce() throws IOException {
        Set<String> places = new HashSet<>();
        Set<Integer> ids = new HashSet<>();
        for (JsonNode panel : MonitoringFiles.dashboard().get("panels")) {
            assertThat(places.add(panel.get("gridPos").toString()))
                    .as(panel.get("title").asText())
                    .isTrue();
            assertThat(ids.add(panel.get("id").asInt()))
                    .as(panel.get("title").asText())
                    .isTrue();
            assertThat(panel.get("gridPos").get("x").asInt()
                            + panel.get("gridPos").get("w").asInt())
                    .isLessThanOrEqualTo(24);
        }
    }
}
