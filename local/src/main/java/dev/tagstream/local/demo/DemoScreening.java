package dev.tagstream.local.demo;

import dev.tagstream.cli.options.DemoFolder;
import dev.tagstream.cli.screen.ResultTables;
import dev.tagstream.cli.terminal.Table;
import dev.tagstream.cli.terminal.Terminal;
import dev.tagstream.client.files.FastaReader;
import dev.tagstream.client.files.LibraryReader;
import dev.tagstream.client.files.LibraryRow;
import dev.tagstream.client.screening.LibraryLedger;
import dev.tagstream.client.screening.RequestSender;
import dev.tagstream.client.screening.ScreeningJob;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The demo's first part: a library against a panel of kinases, with rows and requests among it that are broken. */
final class DemoScreening {
    private static final String LIBRARY_ID = "demo";
    private static final String FUNCTION = "BindingAffinity";
    private static final int TOP = 10;

    private final DemoStage stage;
    private final List<LibraryRow> library;
    private final ScreeningJob job;
    private final BrokenRequests broken;

    DemoScreening(DemoStage stage, DemoFolder folder) throws IOException {
        this.stage = stage;
        this.library = rows(folder.library());
        this.job = new ScreeningJob(LIBRARY_ID, List.of(FUNCTION), library.size(), FastaReader.read(folder.targets()));
        this.broken = new BrokenRequests(stage.connection(), job);
    }

    private static List<LibraryRow> rows(Path file) {
        List<LibraryRow> rows = new ArrayList<>();
        try (LibraryReader reader = LibraryReader.open(file, Optional.empty(), Optional.empty(), problem -> {})) {
            for (LibraryRow row = reader.next(); row != null; row = reader.next()) {
                rows.add(row);
            }
        }
        return rows;
    }

    /** All rows, broken ones too. */
    List<LibraryRow> library() {
        return library;
    }

    /** Records that no library counts. */
    int unreadable() {
        return broken.unreadable();
    }

    LibraryLedger run() {
        long start = System.nanoTime();
        send();
        LibraryLedger ledger = stage.follow(job);
        report(ledger, (System.nanoTime() - start) / 1e9);
        return ledger;
    }

    private void send() {
        broken.send();
        try (RequestSender sender = new RequestSender(stage.connection(), job, broken.announced())) {
            library.forEach(sender::send);
            sender.flush();
        }
        stage.terminal()
                .note("sent %s, with %d broken rows and requests among them"
                        .formatted(
                                job.summary(),
                                DemoFolder.BROKEN_ROWS * job.targets().size() + broken.count()));
    }

    private void report(LibraryLedger ledger, double seconds) {
        Terminal terminal = stage.terminal();
        Table rejects = ResultTables.rejects(ledger.rejections());
        rejects.row(List.of("(unreadable bytes)", broken.unreadable(), "-", "they belong to no library"));
        terminal.print("");
        terminal.print(ResultTables.top(ledger.ranked(), TOP));
        terminal.print("");
        terminal.print(rejects);
        terminal.print("");
        long predicted = ledger.totals().predicted();
        terminal.print("%,d predictions in %.1f s: %,.0f a second, from the first record sent to the last one read"
                .formatted(predicted, seconds, predicted / seconds));
    }
}
