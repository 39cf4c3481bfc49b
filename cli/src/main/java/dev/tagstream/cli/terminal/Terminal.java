package dev.tagstream.cli.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import picocli.CommandLine;

/**
 * Where a verb speaks: results on {@code out}, everything about them on {@code err}, so that the first can be piped.
 *
 * @param watched whether a person watches {@code err}
 */
public record Terminal(PrintWriter out, PrintWriter err, boolean watched) {
    public static Terminal of(CommandLine line) {
        return new Terminal(line.getOut(), line.getErr(), ProgressMeter.onTerminal());
    }

    /** A result. */
    public void print(String line) {
        out.println(TableText.printable(line));
        out.flush();
    }

    public void print(Table table) {
        out.print(TableText.of(table));
        out.flush();
    }

    public void print(JsonNode json) {
        printLine(json, false);
    }

    /** JSON on one line, for a stream of documents, or spread for a person. */
    public void printLine(JsonNode json, boolean oneLine) {
        out.println(oneLine ? json.toString() : json.toPrettyString());
        out.flush();
    }

    /** A remark. */
    public void note(String line) {
        err.println(TableText.printable(line));
        err.flush();
    }

    public ProgressMeter meter(String task, String unit, long total) {
        return ProgressMeter.start(task, unit, total, watched, err);
    }
}
