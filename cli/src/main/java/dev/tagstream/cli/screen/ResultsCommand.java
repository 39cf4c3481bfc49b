package dev.tagstream.cli.screen;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagstream.cli.options.ConnectionOptions;
import dev.tagstream.cli.terminal.ExitCode;
import dev.tagstream.cli.terminal.ProgressMeter;
import dev.tagstream.cli.terminal.StopSignal;
import dev.tagstream.cli.terminal.Table;
import dev.tagstream.cli.terminal.TableJson;
import dev.tagstream.cli.terminal.Terminal;
import dev.tagstream.client.KafkaConnection;
import dev.tagstream.client.files.CsvTable;
import dev.tagstream.client.screening.LibraryFollower;
import dev.tagstream.client.screening.LibraryLedger;
import dev.tagstream.client.screening.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tagstream results}: waits for a library's outcomes, writes them ranked, and says what was rejected and why. */
@Command(
        name = "results",
        description = {
            "Wait for a library's predictions and write them ranked, the highest value first.",
            "Ends with exit code 3 if the time runs out before the library is complete; what there is is written all the same."
        },
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the library is complete and written",
            "1:the work failed; a sentence on standard error says why",
            "2:the command line can't be understood",
            "3:the time ran out before the library was complete; what there was is written"
        },
        footer = {
            "  tagstream results campaign-1 --out results.csv",
            "  tagstream results campaign-1 --out so-far.csv --timeout 0s --top 50 --json"
        })
public final class ResultsCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "The library, as given to `tagstream screen --library-id`.")
    String libraryId;

    @Option(names = "--out", paramLabel = "FILE.csv", required = true, description = "Takes all predictions.")
    Path out;

    @Option(
            names = "--top",
            paramLabel = "N",
            defaultValue = "10",
            description = "Predictions printed for each function. Default: ${DEFAULT-VALUE}.")
    int top;

    @Option(names = "--function", paramLabel = "NAME", description = "Write and print this function only.")
    Optional<String> function = Optional.empty();

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "10m",
            description = "Longest wait, such as 30s or 2h; 0s takes what is there. Default: ${DEFAULT-VALUE}.")
    Duration timeout;

    @Option(names = "--json", description = "Print the summary and the top as JSON.")
    boolean json;

    @Mixin
    ConnectionOptions options;

    @Override
    public Integer call() {
        Terminal terminal = Terminal.of(spec.commandLine());
        CsvTable.checkPlace(out);
        LibraryLedger ledger = new LibraryLedger(libraryId);
        try (StopSignal stop = StopSignal.install()) {
            long undecodable = read(ledger, terminal, stop);
            if (stop.raised()) {
                terminal.note("Stopped: what follows is what had been read by then.");
            }
            ledger.requireKnown();
            Map<String, List<Outcome.Predicted>> ranked = ledger.ranked();
            function.ifPresent(only -> ranked.keySet().retainAll(List.of(only)));
            ResultTables.write(out, ranked);
            report(terminal, ledger, ranked, undecodable);
        }
        return ledger.totals().complete() ? ExitCode.DONE : ExitCode.INCOMPLETE;
    }

    private long read(LibraryLedger ledger, Terminal terminal, StopSignal stop) {
        KafkaConnection connection = options.connect();
        try (LibraryFollower follower = new LibraryFollower(connection, ledger);
                ProgressMeter meter = terminal.meter("results", "outcomes", -1)) {
            follower.follow(timeout, meter, stop::raised);
            return follower.undecodable();
        }
    }

    private void report(
            Terminal terminal, LibraryLedger ledger, Map<String, List<Outcome.Predicted>> ranked, long undecodable) {
        LibraryLedger.Totals totals = ledger.totals();
        Table best = ResultTables.top(ranked, top);
        Table rejects = ResultTables.rejects(ledger.rejections());
        if (json) {
            terminal.print(asJson(totals, best, rejects));
        } else {
            terminal.print(best);
            if (totals.rejected() > 0) {
                terminal.print("");
                terminal.print(rejects);
            }
            terminal.print("");
            terminal.print(totals.equation());
        }
        remarks(terminal, totals, undecodable);
        terminal.note("Wrote %s.".formatted(out));
    }

    private void remarks(Terminal terminal, LibraryLedger.Totals totals, long undecodable) {
        if (totals.duplicates() > 0) {
            terminal.note("%,d outcomes came twice for the same record, which must not happen; the later counts."
                    .formatted(totals.duplicates()));
        }
        if (totals.again() > 0) {
            terminal.note(
                    "%,d outcomes are of requests that were sent again; the later counts.".formatted(totals.again()));
        }
        if (undecodable > 0) {
            terminal.note("%,d records on the topics could not be decoded; they belong to no library."
                    .formatted(undecodable));
        }
        if (totals.requests() < totals.announced()) {
            terminal.note(
                    "Incomplete: %,d of %,d requests have arrived.".formatted(totals.requests(), totals.announced()));
        } else if (!totals.complete()) {
            terminal.note(
                    "Incomplete: %,d outcomes are pending; `tagstream lag` shows whether a processor works on them."
                            .formatted(totals.pending()));
        }
    }

    private ObjectNode asJson(LibraryLedger.Totals totals, Table best, Table rejects) {
        ObjectNode summary = JsonNodeFactory.instance.objectNode();
        summary.put("libraryId", libraryId)
                .put("complete", totals.complete())
                .put("requests", totals.requests())
                .put("announced", totals.announced())
                .put("received", totals.received())
                .put("predicted", totals.predicted())
                .put("rejected", totals.rejected())
                .put("pending", totals.pending())
                .put("duplicates", totals.duplicates())
                .put("sentAgain", totals.again());
        summary.set("top", TableJson.of(best));
        summary.set("rejects", TableJson.of(rejects));
        return summary;
    }
}
