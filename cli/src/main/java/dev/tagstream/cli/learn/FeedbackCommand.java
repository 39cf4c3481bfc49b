package dev.tagstream.cli.learn;

import dev.tagstream.cli.options.ConnectionOptions;
import dev.tagstream.cli.terminal.ExitCode;
import dev.tagstream.cli.terminal.ProgressMeter;
import dev.tagstream.cli.terminal.Terminal;
import dev.tagstream.client.KafkaConnection;
import dev.tagstream.client.RecordSender;
import dev.tagstream.client.TagstreamException;
import dev.tagstream.client.feedback.FeedbackJudge;
import dev.tagstream.client.feedback.RefusedRowException;
import dev.tagstream.client.feedback.ReplicateMerge;
import dev.tagstream.client.feedback.Replicates;
import dev.tagstream.client.files.AssayColumn;
import dev.tagstream.client.files.AssayReader;
import dev.tagstream.client.files.AssayRow;
import dev.tagstream.client.files.CsvTable;
import dev.tagstream.client.files.FastaReader;
import dev.tagstream.client.files.RowProblem;
import dev.tagstream.client.files.SkippedRows;
import dev.tagstream.client.files.Target;
import dev.tagstream.client.tags.FunctionCatalogue;
import dev.tagstream.schemas.AssayResult;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tagstream feedback}: sends measured values back, for function tags to learn from. */
@Command(
        name = "feedback",
        description = {
            "Send measured values back from the laboratory, for function tags to learn from.",
            "Each row of the file is a value of one compound. Columns are found by name: value, and as the function needs"
                    + " them smiles, compound_id, target_id, protein, relation, unit, function, source, measured_at,"
                    + " result_id. Values are converted into the unit of their function: nM, uM, mM and M into pKi, pKd and"
                    + " pIC50 and back. A relation may stand in front of the value (<5.2) and turns round with a logarithm:"
                    + " Ki > 10 uM is pKi < 5.",
            "Bad rows are refused by line, the others are sent. A file that is fed again replaces its results."
        },
        footer = {
            "  tagstream feedback plate7.csv --function BindingAffinity --targets kinases.fasta",
            "  tagstream feedback chembl.csv --function BindingAffinity --column smiles=canonical_smiles",
            "  tagstream feedback plate7.csv --function BindingAffinity --unit nM --replicates median --dry-run"
        },
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        sortOptions = false)
public final class FeedbackCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "FILE.csv", description = "Measured values, comma, semicolon or tab between; also .gz.")
    Path file;

    @Option(
            names = "--function",
            paramLabel = "NAME",
            description = "Function that the values teach, for rows that name none.")
    Optional<String> function = Optional.empty();

    @Option(names = "--unit", paramLabel = "UNIT", description = "Unit of the values, for rows that name none.")
    Optional<String> unit = Optional.empty();

    @Option(names = "--targets", paramLabel = "FASTA", description = "Proteins that rows name by id.")
    Optional<Path> targets = Optional.empty();

    @Option(
            names = "--column",
            paramLabel = "KEY=NAME",
            description =
                    "Column of the file to take for one of smiles, compound_id, target_id, protein, value, relation, unit,"
                            + " quantity, function, source, measured_at, result_id, library_id; may be given several times.")
    Map<AssayColumn, String> columns = new EnumMap<>(AssayColumn.class);

    @Option(
            names = "--replicates",
            paramLabel = "RULE",
            defaultValue = "mean",
            description = "Rows of the same compound and target: send their mean or median, or each, of which the last"
                    + " measured is learned from; concentrations are averaged as logarithms. Bounds are always sent each."
                    + " Default: ${DEFAULT-VALUE}.")
    Replicates replicates = Replicates.MEAN;

    @Option(
            names = "--same-scale",
            paramLabel = "REASON",
            description =
                    "Take Ki, Kd, IC50 and EC50 for one another, which they are not in general; the reason is kept"
                            + " with each such result.")
    Optional<String> sameScale = Optional.empty();

    @Option(
            names = "--source",
            paramLabel = "TEXT",
            description = "Assay or laboratory, for rows that name none. Default: the name of the file.")
    Optional<String> source = Optional.empty();

    @Option(
            names = "--report",
            paramLabel = "FILE.csv",
            description = "Write for each row what it came to: the result, or why it was refused.")
    Optional<Path> report = Optional.empty();

    @Option(names = "--dry-run", description = "Judge the rows, send nothing.")
    boolean dryRun;

    @Option(names = "--json", description = "Print the summary as JSON.")
    boolean json;

    @Mixin
    ConnectionOptions options;

    @Override
    public Integer call() {
        Terminal terminal = Terminal.of(spec.commandLine());
        report.ifPresent(CsvTable::checkPlace);
        Map<String, Target> proteins = targets.map(FastaReader::read).orElse(List.of()).stream()
                .collect(Collectors.toMap(Target::id, Function.identity()));
        KafkaConnection connection = options.connect();
        FunctionCatalogue functions = FunctionCatalogue.read(connection);
        function.ifPresent(functions::require);
        Feedback feedback = judge(functions, proteins);
        feedback.skipped().lines().forEach(terminal::note);
        if (feedback.results().isEmpty()) {
            throw new TagstreamException(file + " holds no usable row"
                    + (feedback.skipped().count() > 0
                            ? ": refused " + feedback.skipped().summary()
                            : "") + ".");
        }
        long sent = dryRun ? 0 : send(connection, feedback.results(), terminal);
        print(terminal, feedback, sent);
        return ExitCode.DONE;
    }

    private Feedback judge(FunctionCatalogue functions, Map<String, Target> proteins) {
        String name = String.valueOf(file.getFileName());
        FeedbackJudge judge = new FeedbackJudge(
                functions,
                proteins,
                new FeedbackJudge.Defaults(
                        function,
                        unit,
                        sameScale,
                        source.orElse(name),
                        Instant.now().truncatedTo(ChronoUnit.MILLIS)));
        List<FeedbackJudge.Accepted> accepted = new ArrayList<>();
        SkippedRows skipped = new SkippedRows();
        try (FeedbackReport lines = FeedbackReport.open(report);
                AssayReader reader = AssayReader.open(file, columns, problem -> lines.refused(skipped, problem))) {
            for (AssayRow row = reader.next(); row != null; row = reader.next()) {
                try {
                    FeedbackJudge.Accepted result = judge.judge(row);
                    accepted.add(result);
                    lines.accepted(result);
                } catch (RefusedRowException e) {
                    lines.refused(skipped, new RowProblem(file.toString(), row.line(), e.reason(), e.detail()));
                }
            }
            lines.commit();
        }
        List<AssayResult> results = new ReplicateMerge(replicates, functions::require).merge(accepted);
        return new Feedback(accepted, skipped, results);
    }

    private static long send(KafkaConnection connection, List<AssayResult> results, Terminal terminal) {
        String topic = connection.topics().assayResults().name();
        try (RecordSender<AssayResult> sender = new RecordSender<>(connection, topic);
                ProgressMeter meter = terminal.meter("sending", "results", results.size())) {
            for (AssayResult result : results) {
                sender.send(result.getFunction(), result);
                meter.done(sender.sent());
            }
            sender.flush();
            return sender.sent();
        }
    }

    private void print(Terminal terminal, Feedback feedback, long sent) {
        if (json) {
            terminal.print(feedback.json(sent));
            return;
        }
        terminal.print(feedback.byFunction());
        terminal.print("");
        terminal.print("%s; %s %,d results."
                .formatted(
                        feedback.equation(),
                        dryRun ? "would send" : "sent",
                        feedback.results().size()));
        if (feedback.skipped().count() > 0) {
            terminal.print("Refused " + feedback.skipped().summary() + ".");
        }
    }
}
