package dev.tagstream.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SuggestCommandTest {
    @Test
    void goesByTheDeclarationUnlessItIsTold() {
        assertThat(minimize()).isEmpty();
        assertThat(minimize("--minimize")).contains(true);
        assertThat(minimize("--no-minimize")).contains(false);
    }

    private static Optional<Boolean> minimize(String... more) {
        SuggestCommand command = new SuggestCommand();
        new CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true) // as the whole command does
                .parseArgs(Stream.concat(Stream.of("campaign-1", "--n", "3"), Stream.of(more))
                        .toArray(String[]::new));
        return command.minimize;
    }
}
