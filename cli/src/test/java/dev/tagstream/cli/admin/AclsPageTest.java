package dev.tagstream.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.cli.access.AccessCatalogue;
import dev.tagstream.schemas.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class AclsPageTest {
    private static final Path PAGE = Path.of("..", "docs", "acls.md");

    @Test
    void isPrintedInTheDocumentation() throws Exception {
        String page = new AccessCatalogue(
                        Topics.withPrefix(""), AccessCatalogue.DEFAULT_PROCESSOR_ID, AccessCatalogue.DEFAULT_TRAINER_ID)
                .markdown();
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE).as("print it anew with -Ddocs.write=true").content().isEqualTo(page);
    }
}
