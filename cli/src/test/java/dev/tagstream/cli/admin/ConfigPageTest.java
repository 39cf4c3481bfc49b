package dev.tagstream.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.processor.ProcessorConfig;
import dev.tagstream.trainer.TrainerConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** One page has the settings of both services. */
class ConfigPageTest {
    private static final Path PAGE = Path.of("..", "docs", "config.md");

    @Test
    void isPrintedInTheDocumentation() throws Exception {
        String page = ProcessorConfig.CATALOGUE.markdown() + "\n" + TrainerConfig.CATALOGUE.markdown();
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE).as("print it anew with -Ddocs.write=true").content().isEqualTo(page);
    }
}
