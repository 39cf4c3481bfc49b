package dev.tagstream.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

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
