package dev.tagstream.cli;

import dev.tagstream.cli.terminal.ExitCode;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tagstream completion}: what a shell needs to complete verbs and options. */
@Command(
        name = "completion",
        description = {
            "Print a script with which bash or zsh completes verbs, options and file names.",
            "It is for the name tagstream: put that on the path, or make an alias of it."
        },
        mixinStandardHelpOptions = true,
        footer = {"  tagstream completion bash > ~/.local/share/bash-completion/completions/tagstream"})
final class CompletionCommand implements Callable<Integer> {
    /** Those that the script is for. */
    enum Shell {
        BASH,
        ZSH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "bash or zsh; one script serves both.")
    Shell shell = Shell.BASH;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        out.print(AutoComplete.bash("tagstream", spec.root().commandLine()));
        out.flush();
        return ExitCode.DONE;
    }
}
