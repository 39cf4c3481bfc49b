package dev.tagstream.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.processor.ops.ProcessorMeter;
import dev.tagstream.runtime.ops.CatalogueMeter;
import dev.tagstream.runtime.ops.MetricsPage;
import dev.tagstream.trainer.ops.TrainerMeter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One page has the metrics of both services. */
class MetricsPageTest {
    private static final Path PAGE = Path.of("..", "docs", "metrics.md");

    private static final List<MetricsPage.Part> PARTS = List.of(
            new MetricsPage.Part("Processor", List.of(ProcessorMeter.values())),
            new MetricsPage.Part("Trainer", List.of(TrainerMeter.values())));

    @Test
    void isPrintedInTheDocumentation() throws Exception {
        String page = MetricsPage.markdown(PARTS);
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE).as("print it anew with -Ddocs.write=true").content().isEqualTo(page);
    }

    @Test
    void namesEachMetricOnceAndExplainsItInASentence() {
        for (MetricsPage.Part part : PARTS) {
            assertThat(part.meters())
                    .extracting(CatalogueMeter::exported)
                    .doesNotHaveDuplicates()
                    .allMatch(name -> name.matches("tagstream(_[a-z]+)+"));
            assertThat(part.meters()).extracting(CatalogueMeter::doc).allMatch(doc -> doc.matches("[A-Z].+\\."));
        }
    }
}
