package dev.tagstream.bench.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.cli.CommandRun;
import dev.tagstream.cli.terminal.ExitCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchPipelineCommandTest {
    private final CommandRun run = new CommandRun();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--workload pairs | A stream is measured with --workload library or panel, not pairs.",
                "--workload library --targets 2 | A library meets one target; with --targets 2 it is a panel.",
                "--workload panel --targets 9 | --targets asks for 9, and there are 5.",
                "--workload panel --compounds 0 | --compounds asks for 0, and there are 0.",
                "--workload panel --passes 2 | --passes is for --engine instant: a real engine would meet its own cached work"
                        + " again.",
                "--workload panel --engine instant --passes 0 | --passes is 0, and must be at least 1.",
                "--workload panel --repeat 0 | --repeat is 0, and must be at least 1."
            })
    void saysInASentenceWhatCannotBeMeasured(String arguments, String sentence) {
        int code = run.execute(("bench pipeline " + arguments).split(" "));

        assertThat(code).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).isEqualTo("tagstream: " + sentence + "\n");
        assertThat(run.out()).isEmpty();
    }
}
