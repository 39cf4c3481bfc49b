package dev.tagstream.local.demo;

import dev.tagstream.cli.terminal.ExitCode;
import dev.tagstream.cli.terminal.Terminal;
import dev.tagstream.client.screening.LibraryLedger;
import dev.tagstream.processor.accounting.ScreeningCounters.Tally;
import java.util.List;

/** Whether the processor's own books and those of the libraries, read from the topics, say the same. */
final class DemoBalance {
    private final DemoStage stage;
    private final int unreadable;

    /** @param unreadable records that no library counts */
    DemoBalance(DemoStage stage, int unreadable) {
        this.stage = stage;
        this.unreadable = unreadable;
    }

    /** Prints them; the exit code says whether they agree. */
    int close(List<LibraryLedger.Totals> libraries) throws InterruptedException {
        Tally books = settled();
        Terminal terminal = stage.terminal();
        terminal.print("received %,d = predicted %,d + rejected %,d + pending %,d"
                .formatted(books.received(), books.predicted(), books.rejected(), books.pending()));
        if (agree(books, libraries)) {
            return ExitCode.DONE;
        }
        libraries.forEach(library -> terminal.note("The books do not agree: a library's are %s, with %,d duplicates."
                .formatted(library.equation(), library.duplicates())));
        return ExitCode.FAILED;
    }

    /** The processor's books, once the records that no library counts are in them too. */
    private Tally settled() throws InterruptedException {
        for (int i = 0; i < 100 && counted() < unreadable; i++) {
            Thread.sleep(100);
        }
        return stage.screening().processor().counters().total();
    }

    private long counted() {
        return stage.screening().processor().counters().unreadable().rejected();
    }

    private boolean agree(Tally books, List<LibraryLedger.Totals> libraries) {
        long predicted =
                libraries.stream().mapToLong(LibraryLedger.Totals::predicted).sum();
        long rejected =
                libraries.stream().mapToLong(LibraryLedger.Totals::rejected).sum();
        return libraries.stream().allMatch(library -> library.complete() && library.duplicates() == 0)
                && books.balances()
                && books.pending() == 0
                && books.predicted() == predicted
                && books.rejected() == rejected + unreadable;
    }
}
