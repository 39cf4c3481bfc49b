package dev.tagstream.cli.verb;

import dev.tagstream.cli.io.FastaReader;
import dev.tagstream.cli.io.LibraryReader;
import dev.tagstream.cli.io.LibraryRow;
import dev.tagstream.cli.io.ProgressMeter;
import dev.tagstream.cli.io.Table;
import dev.tagstream.cli.local.LocalStackOptions;
import dev.tagstream.processor.topology.ScreeningCounters.Tally;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tagstream demo}: the whole way, from files to ranked predictions, on this machine and in two minutes. */
@Command(
        name = "demo",
        description = {
            "Screen 1,536 example molecules against five kinases through a real Kafka and a real schema registry.",
            "Needs nothing running, leaves nothing behind."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class DemoCommand implements Callable<Integer> {
    private static final String LIBRARY_ID = "demo";
    private static final String FUNCTION = "BindingAffinity";
    private static final int TOP = 10;
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration GRACE = Duration.ofSeconds(30);

    @Spec
    CommandSpec spec;

    @Mixin
    ModelOptions model;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Terminal terminal = Terminal.of(spec.commandLine());
        try (StopSignal stop = StopSignal.install(GRACE);
                DemoFolder folder = DemoFolder.create();
                LocalScreening screening =
                        LocalScreening.start(LocalStackOptions.onFreePorts(folder.path()), model, terminal::note)) {
            return screen(screening, folder, terminal, stop);
        }
    }

    private static int screen(LocalScreening screening, DemoFolder folder, Terminal terminal, StopSignal stop)
            throws IOException, InterruptedException {
        Path library = folder.library();
        ScreeningJob job =
                new ScreeningJob(LIBRARY_ID, List.of(FUNCTION), rows(library), FastaReader.read(folder.targets()));
        BrokenRequests broken = new BrokenRequests(screening.connection(), job);
        long start = System.nanoTime();
        broken.send();
        send(screening.connection(), job, library, broken.announced());
        terminal.note("sent %s, with %d broken rows and requests among them"
                .formatted(job.summary(), DemoFolder.BROKEN_ROWS * job.targets().size() + broken.count()));
        LibraryLedger ledger = new LibraryLedger(LIBRARY_ID);
        try (LibraryFollower follower = new LibraryFollower(screening.connection(), ledger);
                ProgressMeter meter = terminal.meter("scoring", "outcomes", job.requests())) {
            follower.follow(
                    PATIENCE,
                    meter,
                    () -> stop.raised() || screening.processor().failed());
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return report(terminal, ledger, settled(screening, broken.unreadable()), broken.unreadable(), seconds);
    }

    private static long rows(Path library) {
        long rows = 0;
        try (LibraryReader reader = open(library)) {
            while (reader.next() != null) {
                rows++;
            }
        }
        return rows;
    }

    private static void send(KafkaConnection connection, ScreeningJob job, Path library, long announced) {
        try (RequestSender sender = new RequestSender(connection, job, announced);
                LibraryReader reader = open(library)) {
            for (LibraryRow row = reader.next(); row != null; row = reader.next()) {
                sender.send(row);
            }
            sender.flush();
        }
    }

    private static LibraryReader open(Path library) {
        return LibraryReader.open(library, Optional.empty(), Optional.empty(), problem -> {});
    }

    /** The processor's own books, once the records that no library counts are in them too. */
    private static Tally settled(LocalScreening screening, int unreadable) throws InterruptedException {
        for (int i = 0; i < 100 && unreadable(screening) < unreadable; i++) {
            Thread.sleep(100);
        }
        return screening.processor().counters().total();
    }

    private static long unreadable(LocalScreening screening) {
        return screening.processor().counters().unreadable().rejected();
    }

    private static int report(Terminal terminal, LibraryLedger ledger, Tally books, int unreadable, double seconds) {
        LibraryLedger.Totals totals = ledger.totals();
        Table best = ResultTables.top(ledger.ranked(), TOP);
        Table rejects = ResultTables.rejects(ledger.rejections());
        rejects.row(List.of("(unreadable bytes)", unreadable, "-", "they belong to no library"));
        terminal.print("");
        terminal.print(best);
        terminal.print("");
        terminal.print(rejects);
        terminal.print("");
        terminal.print("%,d predictions in %.1f s: %,.0f a second, from the first record sent to the last one read"
                .formatted(totals.predicted(), seconds, totals.predicted() / seconds));
        terminal.print("received %,d = predicted %,d + rejected %,d + pending %,d"
                .formatted(books.received(), books.predicted(), books.rejected(), books.pending()));
        boolean agree = books.predicted() == totals.predicted() && books.rejected() == totals.rejected() + unreadable;
        if (!totals.complete() || !books.balances() || books.pending() > 0 || !agree || totals.duplicates() > 0) {
            terminal.note("The books do not agree: the library's are %s, with %,d duplicates."
                    .formatted(totals.equation(), totals.duplicates()));
            return ExitCode.FAILED;
        }
        return ExitCode.DONE;
    }
}
