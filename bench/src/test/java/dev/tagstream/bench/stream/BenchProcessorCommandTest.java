package dev.tagstream.bench.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.cli.CommandRun;
import dev.tagstream.cli.terminal.ExitCode;
import org.junit.jupiter.api.Test;

class BenchProcessorCommandTest {
    private final CommandRun run = new CommandRun();

    @Test
    void keepsItsNumbersOffTopicsThatPeopleRead() {
        int code = run.execute("bench", "processor");

        assertThat(code).isEqualTo(ExitCode.FAILED);
        assertThat(run.err())
                .isEqualTo(
                        "tagstream: Its numbers are arbitrary: give it topics of its own, with --topic-prefix, not those that"
                                + " people read.\n");
    }
}
