package dev.tagstream.cli.screen;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagstream.cli.options.ConnectionOptions;
import dev.tagstream.cli.terminal.ExitCode;
import dev.tagstream.cli.terminal.ProgressMeter;
import dev.tagstream.cli.terminal.StopSignal;
import dev.tagstream.cli.terminal.Terminal;
import dev.tagstream.client.KafkaConnection;
import dev.tagstream.client.TagstreamException;
import dev.tagstream.client.files.FastaReader;
import dev.tagstream.client.files.LibraryReader;
import dev.tagstream.client.files.LibraryRow;
import dev.tagstream.client.files.RowProblem;
import dev.tagstream.client.files.SkippedRows;
import dev.tagstream.client.files.Target;
import dev.tagstream.client.screening.RequestSender;
import dev.tagstream.client.screening.ScreeningJob;
import dev.tagstream.client.tags.TagCatalogue;
import dev.tagstream.schemas.RequestLane;
import dev.tagstream.tags.Domain;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tagstream screen}: sends a library of molecules to be scored against targets. */
@Command(
        name = "screen",
        description = {
            "Send a library of molecules to be scored against proteins.",
            "Bad rows are reported by line and skipped. A request sent again counts once in the results."
        },
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        sortOptions = false,
        footer = {
            "  tagstream screen library.smi --targets kinases.fasta --function BindingAffinity --library-id campaign-1",
            "  tagstream screen library.csv.gz --smiles-column canonical_smiles --function Solubility --library-id s1 --dry-run",
            "  tagstream screen one.smi --targets kinases.fasta --function BindingAffinity --library-id now --interactive"
        })
public final class ScreenCommand implements Callable<Integer> {
    /** A larger job would hold up everybody else's single molecules. */
    private static final long MOST_INTERACTIVE = 1_000;

    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "LIBRARY", description = "Molecules: .smi (SMILES, blank, id) or .csv, each also .gz.")
    Path library;

    @Option(names = "--targets", paramLabel = "FASTA", description = "Proteins to score each molecule against.")
    Optional<Path> targets = Optional.empty();

    @Option(
            names = "--function",
            paramLabel = "NAME",
            required = true,
            split = ",",
            description = "Function tags to score with, several with commas.")
    List<String> functions;

    @Option(
            names = "--library-id",
            paramLabel = "ID",
            required = true,
            description = "Name of this screening campaign, for `tagstream results ID`.")
    String libraryId;

    @Option(names = "--smiles-column", paramLabel = "NAME", description = "Column with SMILES in a .csv.")
    Optional<String> smilesColumn = Optional.empty();

    @Option(names = "--id-column", paramLabel = "NAME", description = "Column with ids in a .csv.")
    Optional<String> idColumn = Optional.empty();

    @Option(
            names = "--interactive",
            description = "Somebody waits for it: at most 1,000 requests, which are scored before libraries that wait.")
    boolean interactive;

    @Option(names = "--dry-run", description = "Read and count the files, send nothing, ask no broker.")
    boolean dryRun;

    @Option(names = "--json", description = "Print the summary as JSON.")
    boolean json;

    @Mixin
    ConnectionOptions options;

    @Override
    public Integer call() {
        Terminal terminal = Terminal.of(spec.commandLine());
        if (libraryId.isBlank()) {
            throw new TagstreamException("--library-id must not be blank.");
        }
        List<Target> proteins = targets.map(FastaReader::read).orElse(List.of());
        Optional<KafkaConnection> connection = dryRun ? Optional.empty() : Optional.of(options.connect());
        connection.ifPresent(kafka -> checkTags(TagCatalogue.read(kafka)));
        SkippedRows skipped = new SkippedRows();
        ScreeningJob job =
                new ScreeningJob(libraryId, functions.stream().distinct().toList(), count(skipped), proteins);
        skipped.lines().forEach(terminal::note);
        if (job.compounds() == 0) {
            throw new TagstreamException(library + " holds no usable row"
                    + (skipped.count() > 0 ? ": skipped " + skipped.summary() : "") + ".");
        }
        if (interactive && job.requests() > MOST_INTERACTIVE) {
            throw new TagstreamException("--interactive is for at most %,d requests, and these are %,d: leave it out."
                    .formatted(MOST_INTERACTIVE, job.requests()));
        }
        try (StopSignal stop = StopSignal.install()) {
            long sent = connection.isPresent() ? send(connection.get(), job, terminal, stop) : 0;
            return report(terminal, job, skipped, sent);
        }
    }

    private void checkTags(TagCatalogue tags) {
        List<String> missing = tags.missingFor(functions);
        if (!missing.isEmpty()) {
            throw new TagstreamException(
                    String.join(" ", missing) + " Nothing was sent; `tagstream tags publish` publishes tags.");
        }
        Set<String> domains = tags.domainsOf(functions);
        String names = String.join(", ", functions);
        if (domains.contains(Domain.PROTEIN.name()) && targets.isEmpty()) {
            throw new TagstreamException("%s takes a protein: give targets with --targets FASTA.".formatted(names));
        }
        if (!domains.contains(Domain.PROTEIN.name()) && targets.isPresent()) {
            throw new TagstreamException("%s takes no protein: leave --targets out.".formatted(names));
        }
        if (!domains.contains(Domain.SMILES.name())) {
            throw new TagstreamException("%s takes no molecule, and a library has nothing else.".formatted(names));
        }
    }

    private long count(SkippedRows skipped) {
        long rows = 0;
        try (LibraryReader reader = open(skipped::add)) {
            while (reader.next() != null) {
                rows++;
            }
        }
        return rows;
    }

    private LibraryReader open(Consumer<RowProblem> problems) {
        return LibraryReader.open(library, smilesColumn, idColumn, problems);
    }

    private long send(KafkaConnection connection, ScreeningJob job, Terminal terminal, StopSignal stop) {
        RequestLane lane = interactive ? RequestLane.INTERACTIVE : RequestLane.BULK;
        try (RequestSender sender = new RequestSender(connection, job, job.requests(), lane);
                LibraryReader reader = open(problem -> {});
                ProgressMeter meter = terminal.meter("sending", "requests", job.requests())) {
            for (LibraryRow row = reader.next(); row != null && !stop.raised(); row = reader.next()) {
                sender.send(row);
                meter.done(sender.sent());
            }
            sender.flush();
            return sender.sent();
        }
    }

    private int report(Terminal terminal, ScreeningJob job, SkippedRows skipped, long sent) {
        if (json) {
            terminal.print(asJson(job, skipped, sent));
        } else {
            String done = dryRun ? "Would send " : "Sent ";
            terminal.print(
                    done + (dryRun || sent == job.requests() ? "" : "%,d of ".formatted(sent)) + job.summary() + ".");
            if (skipped.count() > 0) {
                terminal.print("Skipped " + skipped.summary() + ".");
            }
        }
        if (dryRun) {
            return ExitCode.DONE;
        }
        if (sent < job.requests()) {
            terminal.note("Stopped early: the library stays incomplete until `screen` sends it again.");
            return ExitCode.FAILED;
        }
        terminal.note("Results: tagstream results %s --out FILE.csv".formatted(libraryId));
        return ExitCode.DONE;
    }

    private static ObjectNode asJson(ScreeningJob job, SkippedRows skipped, long sent) {
        ObjectNode summary = JsonNodeFactory.instance.objectNode();
        summary.put("libraryId", job.libraryId())
                .put("compounds", job.compounds())
                .put("targets", job.targets().size())
                .put("requests", job.requests())
                .put("sent", sent)
                .put("skipped", skipped.count());
        job.functions().forEach(summary.putArray("functions")::add);
        summary.set("skippedRows", skipped.json());
        return summary;
    }
}
