package dev.tagstream.cli.screen;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagstream.cli.options.ConnectionOptions;
import dev.tagstream.cli.terminal.ExitCode;
import dev.tagstream.cli.terminal.ProgressMeter;
import dev.tagstream.cli.terminal.StopSignal;
import dev.tagstream.cli.terminal.TableJson;
import dev.tagstream.cli.terminal.Terminal;
import dev.tagstream.client.KafkaConnection;
import dev.tagstream.client.TagstreamException;
import dev.tagstream.client.files.CsvTable;
import dev.tagstream.client.screening.LibraryFollower;
import dev.tagstream.client.screening.LibraryLedger;
import dev.tagstream.client.screening.Outcome;
import dev.tagstream.client.screening.RequestTexts;
import dev.tagstream.client.suggest.DiversePicks.Pick;
import dev.tagstream.client.suggest.MeasuredPairs;
import dev.tagstream.client.suggest.Suggestion;
import dev.tagstream.client.tags.FunctionCatalogue;
import dev.tagstream.tags.FunctionSpec;
import dev.tagstream.tags.Task;
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

/** {@code tagstream suggest}: what of a screened library to measure next. */
@Command(
        name = "suggest",
        description = {
            "Rank what of a screened library to measure next: for learning, what the tag is least sure of; for value, what may"
                    + " be best, its value and --kappa standard deviations more.",
            "Each next one is chosen for its worth and for how unlike it is to those before it (Tanimoto distance of circular"
                    + " fingerprints). What was measured already is left out.",
            "The file of --out has an empty column for the value: fill it in and give it to `tagstream feedback`."
        },
        footer = {
            "  tagstream suggest campaign-1 --n 96 --out plate.csv",
            "  tagstream suggest campaign-1 --n 24 --for value --kappa 2 --out plate.csv",
            "  tagstream suggest tox-1 --n 24 --for value --minimize --function Toxicity --out plate.csv"
        },
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        sortOptions = false)
public final class SuggestCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "The library, as given to `tagstream screen --library-id`.")
    String libraryId;

    @Option(names = "--n", paramLabel = "N", required = true, description = "How many to measure.")
    int count;

    @Option(
            names = "--for",
            paramLabel = "AIM",
            defaultValue = "learning",
            description = "learning or value. Default: ${DEFAULT-VALUE}.")
    Suggestion.Aim aim = Suggestion.Aim.LEARNING;

    @Option(
            names = "--function",
            paramLabel = "NAME",
            description = "Needed where the library was screened for several.")
    Optional<String> function = Optional.empty();

    @Option(
            names = "--kappa",
            paramLabel = "K",
            defaultValue = "1",
            description = "Standard deviations that count as hope, for value. Default: ${DEFAULT-VALUE}.")
    double kappa = 1;

    @Option(
            names = "--minimize",
            negatable = true,
            description =
                    "For value: the lowest are best, or with --no-minimize the highest. Default: as `tags create --better` declared.")
    Optional<Boolean> minimize = Optional.empty();

    @Option(
            names = "--diversity",
            paramLabel = "WEIGHT",
            defaultValue = "0.3",
            description = "Weight of being unlike the others, from 0 (none) to 1 (alone). Default: ${DEFAULT-VALUE}.")
    double diversity = 0.3;

    @Option(names = "--out", paramLabel = "FILE.csv", description = "Takes the list for the laboratory.")
    Optional<Path> out = Optional.empty();

    @Option(names = "--json", description = "Print the summary and the list as JSON.")
    boolean json;

    @Mixin
    ConnectionOptions options;

    @Override
    public Integer call() {
        Terminal terminal = Terminal.of(spec.commandLine());
        check();
        KafkaConnection connection = options.connect();
        LibraryLedger ledger = new LibraryLedger(libraryId);
        RequestTexts texts = new RequestTexts(libraryId);
        read(connection, ledger, texts, terminal);
        ledger.requireKnown();
        Map<String, List<Outcome.Predicted>> ranked = ledger.ranked();
        FunctionCatalogue functions = FunctionCatalogue.read(connection);
        FunctionSpec wanted = functions.require(chosen(ranked));
        checkKind(wanted);
        MeasuredPairs measured = MeasuredPairs.read(connection, wanted.name());
        Suggestion suggestion = Suggestion.of(
                ranked.getOrDefault(wanted.name(), List.of()),
                wanted,
                texts,
                measured,
                new Suggestion.Wish(
                        aim, count, kappa, minimize.orElse(functions.isLowerBetter(wanted.name())), diversity));
        if (suggestion.picks().isEmpty()) {
            throw new TagstreamException(
                    "Nothing of library %s is left to measure for %s: %,d predictions, all measured."
                            .formatted(libraryId, wanted.name(), suggestion.predictions()));
        }
        suggestion.remarks().forEach(terminal::note);
        if (!ledger.totals().complete()) {
            terminal.note("The library is incomplete (%s); what is there was ranked."
                    .formatted(ledger.totals().equation()));
        }
        print(terminal, suggestion, wanted, texts);
        return ExitCode.DONE;
    }

    private void check() {
        if (count < 1) {
            throw new TagstreamException("--n must be at least 1.");
        }
        if (!(diversity >= 0 && diversity <= 1)) {
            throw new TagstreamException("--diversity must lie between 0 and 1.");
        }
        if (!(kappa >= 0 && Double.isFinite(kappa))) {
            throw new TagstreamException("--kappa must be a number from 0.");
        }
        out.ifPresent(CsvTable::checkPlace);
    }

    private static void read(KafkaConnection connection, LibraryLedger ledger, RequestTexts texts, Terminal terminal) {
        try (StopSignal stop = StopSignal.install();
                LibraryFollower follower = new LibraryFollower(connection, ledger, texts::book);
                ProgressMeter meter = terminal.meter("reading", "outcomes", -1)) {
            follower.follow(Duration.ZERO, meter, stop::raised);
        }
    }

    private String chosen(Map<String, List<Outcome.Predicted>> ranked) {
        if (ranked.isEmpty()) {
            throw new TagstreamException("Library %s has no prediction yet; `tagstream results %s` waits for them."
                    .formatted(libraryId, libraryId));
        }
        String names = String.join(", ", ranked.keySet());
        if (function.isPresent() && !ranked.containsKey(function.get())) {
            throw new TagstreamException("Library %s was not screened for %s; it has predictions of: %s."
                    .formatted(libraryId, function.get(), names));
        }
        if (function.isEmpty() && ranked.size() > 1) {
            throw new TagstreamException(
                    "Library %s was screened for %s: choose one with --function.".formatted(libraryId, names));
        }
        return function.orElseGet(() -> ranked.keySet().iterator().next());
    }

    private static void checkKind(FunctionSpec wanted) {
        if (wanted.task() == Task.CLASSIFICATION && wanted.classes().size() > 2) {
            throw new TagstreamException("%s has %d classes; only numbers and two classes can be ranked."
                    .formatted(wanted.name(), wanted.classes().size()));
        }
    }

    private void print(Terminal terminal, Suggestion suggestion, FunctionSpec wanted, RequestTexts texts) {
        List<Pick<Outcome.Predicted>> picks = suggestion.picks();
        if (json) {
            ObjectNode summary = JsonNodeFactory.instance.objectNode();
            summary.put("libraryId", libraryId)
                    .put("function", wanted.name())
                    .put("rankedBy", suggestion.rankedBy())
                    .put("predictions", suggestion.predictions())
                    .put("alreadyMeasured", suggestion.alreadyMeasured());
            summary.set("picks", TableJson.of(SuggestionTables.table(picks)));
            terminal.print(summary);
        } else {
            terminal.print(SuggestionTables.table(picks));
            terminal.print("");
            terminal.print("%,d of %,d predictions of %s by %s; %,d were measured already"
                    .formatted(
                            picks.size(),
                            suggestion.predictions(),
                            wanted.name(),
                            suggestion.rankedBy(),
                            suggestion.alreadyMeasured()));
        }
        out.ifPresent(file -> {
            boolean whole = SuggestionTables.write(file, libraryId, wanted, picks, texts);
            terminal.note("Wrote %s. With values filled in: tagstream feedback %s".formatted(file, file)
                    + (whole ? "" : " --targets FASTA (the proteins are no longer on the topic)"));
        });
    }
}
