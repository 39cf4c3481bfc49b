package dev.tagstream.local.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.cli.admin.MonitoringFiles;
import dev.tagstream.cli.admin.PromQuery;
import dev.tagstream.cli.options.ModelOptions;
import dev.tagstream.local.LocalScreening;
import dev.tagstream.local.LocalTrainer;
import dev.tagstream.local.SharedStack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a processor and a trainer really answer, Kafka's own metrics included, has all that the dashboard and the alerts ask for. */
class MonitoringFilesIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    @Test
    void runningServicesExportWhatDashboardAndAlertsAskFor() throws Exception {
        ModelOptions model = new ModelOptions();
        try (LocalScreening screening = SharedStack.screening(MonitoringFilesIT.class, folder, model);
                LocalTrainer trainer = LocalTrainer.start(screening, model, Map.of())) {
            ServicePages processorPages =
                    ServicePages.of(screening.processor().httpPort().orElseThrow());
            ServicePages trainerPages = ServicePages.of(trainer.httpPort().orElseThrow());
            Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
                Map<String, Set<String>> exported = new HashMap<>(MonitoringFiles.catalogued());
                add(exported, processorPages.read("/metrics", 200));
                add(exported, trainerPages.read("/metrics", 200));
                for (Map.Entry<String, String> query : MonitoringFiles.queries().entrySet()) {
                    assertThat(PromQuery.parse(query.getValue())
                                    .unanswered(exported, MonitoringFiles.LABELS_OF_TARGETS))
                            .as(query.toString())
                            .isEmpty();
                }
            });
            Awaitility.await() // until its consumers have fetched
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(trainerPages.read("/lag", 200))
                            .contains("\"topic\":\"MonitoringFilesIT.assay-results\""));
        }
    }

    private static void add(Map<String, Set<String>> exported, String metrics) {
        MonitoringFiles.scraped(metrics).forEach((name, labels) -> exported.merge(name, labels, MonitoringFiles::both));
    }
}
