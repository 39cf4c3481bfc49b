package dev.tagstream.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** Runs the command as the shell would and keeps what it says. */
public final class CommandRun {
    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    public int execute(String... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        CommandLine line = TagstreamCommand.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }

    public String out() {
        return out.toString();
    }

    public String err() {
        return err.toString();
    }
}
