package dev.tagstream.fuzz.door;

import dev.tagstream.cli.TagstreamCommand;
import dev.tagstream.cli.terminal.ExitCode;
import dev.tagstream.fuzz.Answer;
import dev.tagstream.fuzz.Door;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** Arguments of the command, one a line: parsed and converted, help printed, and no verb run. */
public final class CommandLineDoor implements Door {
    private final CommandLine line = TagstreamCommand.commandLine(); // takes longer to build than to parse with

    @Override
    public Answer take(byte[] input) {
        String[] arguments = Arrays.stream(new String(input, StandardCharsets.UTF_8).split("\n", -1))
                .filter(argument -> !argument.startsWith("@")) // a file of arguments, which may be any of this machine
                .toArray(String[]::new);
        StringWriter err = new StringWriter();
        line.setOut(new PrintWriter(new StringWriter()));
        line.setErr(new PrintWriter(err));
        line.setExecutionStrategy(parsed -> {
            Integer help = CommandLine.executeHelpRequest(parsed);
            return help == null ? ExitCode.DONE : help;
        });
        int code = line.execute(arguments);
        if (code == ExitCode.DONE) {
            return Answer.accepted();
        }
        if (code != ExitCode.USAGE
                || !err.toString().startsWith("tagstream: ")
                || err.toString().contains("\tat ")) {
            throw new AssertionError("exit code %d: %s".formatted(code, err));
        }
        return new Answer("USAGE", ""); // what stands on a screen may repeat a long argument
    }

    @Override
    public List<byte[]> examples() {
        return Door.texts(
                "--help",
                "screen\nlibrary.smi\n--targets\nt.fasta\n--function\nBindingAffinity,QED\n--library-id\nx",
                "score\npairs.csv\n--out\nout.csv\n--device\ncpu\n--dtype\nfloat32",
                "results\nx\n--out\nr.csv\n--timeout\n10m\n--json",
                "tags\ndiff\nBindingAffinity@3\nBindingAffinity",
                "processor\n--set\nbatch.max.age.ms=5\n--set\nkafka.retries=3",
                "bench\npipeline\n--workload\nlibrary\n--passes\n2\n--engine\ninstant",
                "lag\n--json\n--debug");
    }

    @Override
    public List<byte[]> words() {
        List<byte[]> words = new ArrayList<>(Door.texts(
                "\n",
                "--",
                "-",
                "=",
                "--help",
                "--version",
                "--json",
                "--out",
                "--set",
                "--config",
                "a=b",
                "=",
                ",",
                "\"",
                "'",
                "1e9",
                "-1",
                "99999999999999999999",
                "10m",
                "999999999h",
                "-5s",
                "Name@3",
                "Name@",
                "@",
                "Name@999999999999999999",
                "cuda:0",
                "\u0000",
                "%s",
                "%n",
                "${HOME}",
                "\ud83d\ude00",
                "--debug",
                "help",
                "/",
                "..",
                " "));
        TagstreamCommand.commandLine().getSubcommands().forEach((name, command) -> {
            words.add(Door.bytes("\n" + name + "\n"));
            command.getSubcommands().keySet().forEach(verb -> words.add(Door.bytes("\n" + name + "\n" + verb + "\n")));
            command.getCommandSpec()
                    .options()
                    .forEach(option -> words.add(Door.bytes("\n" + option.longestName() + "\n")));
        });
        return words;
    }

    @Override
    public Map<Hostile, byte[]> hostile() {
        return Map.of(
                new Hostile("an argument as long as Linux takes one", "USAGE"),
                Door.bytes("x".repeat(131_071)),
                new Hostile("100,000 arguments", "USAGE"),
                Door.bytes("screen\n" + "x\n".repeat(100_000)));
    }
}
