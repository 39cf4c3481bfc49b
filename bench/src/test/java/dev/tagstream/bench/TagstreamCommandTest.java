package dev.tagstream.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.cli.CommandRun;
import dev.tagstream.cli.TagstreamCommand;
import dev.tagstream.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class TagstreamCommandTest {
    @TempDir
    Path folder;

    private final CommandRun run = new CommandRun();

    @Test
    void printsVerbsAndExitCodesOnHelp() {
        assertThat(run.execute("--help")).isEqualTo(ExitCode.DONE);
        assertThat(run.out()).contains("screen", "results", "lag", "Exit codes:", "the time ran out");
    }

    @Test
    void saysOfEveryVerbAndOptionWhatItIsFor() {
        assertThat(undescribed(TagstreamCommand.commandLine())).isEmpty();
    }

    @Test
    void showsOfEveryVerbAnExampleThatItUnderstands() {
        CommandLine whole = TagstreamCommand.commandLine();
        for (CommandLine verb : verbs(whole)) {
            String name = verb.getCommandSpec().qualifiedName();
            String[] footer = verb.getCommandSpec().usageMessage().footer();
            assertThat(footer).as(name).isNotEmpty();
            for (String line : footer) {
                assertThat(line).startsWith("  tagstream ");
                String[] words = line.strip().replaceFirst(" > .*", "").split(" ");
                List<CommandLine> parsed = whole.parseArgs(Arrays.copyOfRange(words, 1, words.length))
                        .asCommandLineList();
                assertThat(parsed.get(parsed.size() - 1).getCommandSpec().qualifiedName())
                        .as(line)
                        .matches(said -> said.equals(name) || line.contains("tags import"));
            }
        }
    }

    @Test
    void saysOfEveryVerbHowItEnds() {
        for (CommandLine verb : verbs(TagstreamCommand.commandLine())) {
            assertThat(verb.getUsageMessage()).contains("Examples:", "Exit codes:");
        }
    }

    /** Those that print for a person alone: what a service does, files written, a story. */
    @Test
    void printsEveryTableAsJsonToo() {
        List<String> without = verbs(TagstreamCommand.commandLine()).stream()
                .filter(verb -> verb.getCommandSpec().findOption("--json") == null)
                .map(verb -> verb.getCommandSpec().qualifiedName())
                .toList();
        assertThat(without)
                .containsExactlyInAnyOrder(
                        "tagstream demo",
                        "tagstream local",
                        "tagstream processor",
                        "tagstream trainer",
                        "tagstream score",
                        "tagstream acls apply",
                        "tagstream acls revoke",
                        "tagstream tags new-key",
                        "tagstream train domain",
                        "tagstream train function",
                        "tagstream model export",
                        "tagstream model random",
                        "tagstream completion",
                        "tagstream bench engine", // these print nothing but JSON
                        "tagstream bench pipeline",
                        "tagstream bench processor", // a service
                        "tagstream bench swap",
                        "tagstream bench loop",
                        "tagstream bench soak",
                        "tagstream bench quality",
                        "tagstream bench training");
    }

    @Test
    void completesVerbsAndOptionsInBash() throws Exception {
        assertThat(run.execute("completion", "bash")).isEqualTo(ExitCode.DONE);
        Path script = Files.writeString(folder.resolve("tagstream.bash"), run.out());
        assertThat(completions(script, "tagstream", "to")).containsExactly("topics");
        assertThat(completions(script, "tagstream", "topics", "cre")).containsExactly("create");
        assertThat(completions(script, "tagstream", "lag", "--wa")).containsExactly("--watch");
    }

    private List<String> completions(Path script, String... words) throws Exception {
        String line =
                "source %s; COMP_WORDS=(%s); COMP_CWORD=%d; _complete_tagstream; printf '%%s\n' \"${COMPREPLY[@]}\""
                        .formatted(script, String.join(" ", words), words.length - 1);
        Process bash = new ProcessBuilder("bash", "-c", line)
                .redirectError(folder.resolve("bash.err").toFile())
                .start();
        List<String> said = bash.inputReader().lines().toList();
        assertThat(bash.waitFor()).as(() -> said.toString()).isZero();
        return said.stream().map(String::strip).toList();
    }

    /** Those that do something. */
    private static List<CommandLine> verbs(CommandLine line) {
        if (line.getSubcommands().isEmpty()) {
            return line.getCommandSpec().name().equals("help") ? List.of() : List.of(line);
        }
        return line.getSubcommands().values().stream()
                .flatMap(verb -> verbs(verb).stream())
                .toList();
    }

    private static List<String> undescribed(CommandLine line) {
        CommandSpec spec = line.getCommandSpec();
        List<String> missing = new ArrayList<>();
        if (spec.usageMessage().description().length == 0 && !spec.name().equals("help")) {
            missing.add(spec.qualifiedName());
        }
        spec.args().stream()
                .filter(arg -> arg.description().length == 0)
                .forEach(arg -> missing.add(spec.qualifiedName() + " " + arg.paramLabel()));
        line.getSubcommands().values().forEach(verb -> missing.addAll(undescribed(verb)));
        return missing;
    }

    @Test
    void answersAMistakeWithASentenceAndTheUsageCode() {
        assertThat(run.execute("screen", "a.smi")).isEqualTo(ExitCode.USAGE);
        assertThat(run.err())
                .contains("tagstream: Missing required options")
                .contains("See 'tagstream screen --help'.");
        assertThat(run.execute("results", "x", "--out", "o.csv", "--timeout", "soon"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("'soon' is no time span such as 500ms, 30s, 10m or 2h");
    }

    @Test
    void namesTheAddressAndTheRemedyWhereNoBrokerAnswers() {
        int code = run.execute("tags", "list", "--bootstrap-server", "localhost:1");
        assertThat(code).isEqualTo(ExitCode.FAILED);
        assertThat(run.err())
                .isEqualTo("tagstream: No Kafka broker answers at localhost:1. Start one with `tagstream local`,"
                        + " or name yours with --bootstrap-server.\n");
    }

    @Test
    void countsALibraryWithoutABroker() throws IOException {
        Path library = Files.writeString(folder.resolve("l.smi"), "CCO a\nCCN b\nCC a\n");
        Path targets = Files.writeString(folder.resolve("t.fasta"), ">t1\nMKV\n>t2\nMKV\n");
        String[] screen = {
            "screen", library.toString(), "--targets", targets.toString(), "--function", "F", "--library-id", "L"
        };
        assertThat(run.execute(with(screen, "--dry-run"))).isEqualTo(ExitCode.DONE);
        assertThat(run.out())
                .isEqualTo(
                        "Would send 4 requests (2 compounds x 2 targets) for F.\nSkipped 1 row (1 id used before).\n");
        assertThat(run.err()).isEqualTo(library + ":3: id a stands at line 1 already\n");
        assertThat(run.execute(with(screen, "--dry-run", "--json"))).isEqualTo(ExitCode.DONE);
        assertThat(run.out()).contains("\"requests\" : 4", "\"reason\" : \"DUPLICATE_ID\"");
    }

    @Test
    void saysWhichFileCannotBeRead() {
        int code = run.execute("screen", "none.smi", "--function", "F", "--library-id", "L", "--dry-run");
        assertThat(code).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).isEqualTo("tagstream: none.smi does not exist.\n");
    }

    private static String[] with(String[] arguments, String... more) {
        return Stream.of(arguments, more).flatMap(Arrays::stream).toArray(String[]::new);
    }
}
