package dev.tagstream.local.demo;

import dev.tagstream.cli.options.DemoFolder;
import dev.tagstream.cli.options.ModelOptions;
import dev.tagstream.cli.terminal.StopSignal;
import dev.tagstream.cli.terminal.Terminal;
import dev.tagstream.client.screening.LibraryLedger;
import dev.tagstream.local.LocalScreening;
import dev.tagstream.local.LocalStackOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tagstream demo}: the whole way, from files to ranked predictions and from results to better ones, on this machine. */
@Command(
        name = "demo",
        description = {
            "Screen 1,536 example molecules against five kinases through a real Kafka and a real schema registry; then learn"
                    + " a function that has no tag yet, version by version, from the results of a virtual assay (a property that"
                    + " CDK computes), and rank the molecules by the newest version.",
            "Needs nothing running, leaves nothing behind; takes two to four minutes on two cores."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {"  tagstream demo"})
public final class DemoCommand implements Callable<Integer> {
    private static final Duration GRACE = Duration.ofSeconds(30);

    /** After this long no batch of results is given any more that the story can do without. */
    private static final Duration LAST_BATCH = Duration.ofSeconds(130);

    @Spec
    CommandSpec spec;

    @Mixin
    ModelOptions model;

    @Override
    public Integer call() throws IOException, InterruptedException {
        long lastBatch = System.nanoTime() + LAST_BATCH.toNanos();
        Terminal terminal = Terminal.of(spec.commandLine());
        try (StopSignal stop = StopSignal.install(GRACE);
                DemoFolder folder = DemoFolder.create();
                LocalScreening screening =
                        LocalScreening.start(LocalStackOptions.onFreePorts(folder.path()), model, terminal::note)) {
            DemoStage stage = new DemoStage(screening, model, terminal, stop);
            DemoScreening affinity = new DemoScreening(stage, folder);
            List<LibraryLedger.Totals> libraries = new ArrayList<>();
            libraries.add(affinity.run().totals());
            if (!stage.halted()) {
                new DemoLearning(stage, affinity.library())
                        .run(lastBatch)
                        .ifPresent(ledger -> libraries.add(ledger.totals()));
            }
            return new DemoBalance(stage, affinity.unreadable()).close(libraries);
        }
    }
}
