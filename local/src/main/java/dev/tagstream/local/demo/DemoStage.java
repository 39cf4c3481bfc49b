package dev.tagstream.local.demo;

import dev.tagstream.cli.options.ModelOptions;
import dev.tagstream.cli.terminal.ProgressMeter;
import dev.tagstream.cli.terminal.StopSignal;
import dev.tagstream.cli.terminal.Terminal;
import dev.tagstream.client.KafkaConnection;
import dev.tagstream.client.screening.LibraryFollower;
import dev.tagstream.client.screening.LibraryLedger;
import dev.tagstream.client.screening.ScreeningJob;
import dev.tagstream.local.LocalScreening;
import java.time.Duration;

/** What every part of the demo stands on. */
record DemoStage(LocalScreening screening, ModelOptions model, Terminal terminal, StopSignal stop) {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    KafkaConnection connection() {
        return screening.connection();
    }

    /** Whether nothing more is to be begun. */
    boolean halted() {
        return stop.raised() || screening.processor().failed();
    }

    /** The version of a function tag that the processor uses now; 0 for none. */
    long version(String function) {
        return screening
                .processor()
                .tags()
                .current()
                .function(function)
                .map(tag -> tag.id().version())
                .orElse(0L);
    }

    /** Reads the outcomes of a library that was sent, until all are there. */
    LibraryLedger follow(ScreeningJob job) {
        LibraryLedger ledger = new LibraryLedger(job.libraryId());
        try (LibraryFollower follower = new LibraryFollower(connection(), ledger);
                ProgressMeter meter = terminal.meter("scoring", "outcomes", job.requests())) {
            follower.follow(PATIENCE, meter, this::halted);
        }
        return ledger;
    }
}
