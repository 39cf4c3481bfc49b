package dev.tagstream.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.processor.ProcessorSettings;
import dev.tagstream.trainer.TrainerSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** One page has the settings of both services. */
class ConfigPageTest {
    private static final Path PAGE = Path.of("..", "docs", "config.md");

    @Test
    void isPrintedInTheDocumentation() throws Exception {
        String page = ProcessorSettings.CATALOGUE.markdown() + "\n" + TrainerSettings.CATALOGUE.markdown();
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE).as("print it anew with -Ddocs.write=true").content().isEqualTo(page);
    }
}
