package dev.tagstream.cli.services;

import dev.tagstream.cli.options.ServiceOptions;
import dev.tagstream.cli.terminal.ExitCode;
import dev.tagstream.cli.terminal.LibraryLogs;
import dev.tagstream.trainer.TrainerMain;
import dev.tagstream.trainer.TrainerSettings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tagstream trainer}: one trainer, until a signal. */
@Command(
        name = "trainer",
        description = {
            "Run a trainer until Ctrl-C or SIGTERM: it learns function tags from assay results and publishes what is better.",
            "Several with the same application.id share the functions; each function has one of them at a time.",
            "Settings come from --set, the options here, the environment (TAGSTREAM_ROUND_BUDGET_MS for round.budget.ms)"
                    + " and --config, in this order; docs/config.md lists them."
        },
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        sortOptions = false,
        footer = {
            "  tagstream trainer --bootstrap-server kafka:9092 --schema-registry http://registry:8081",
            "  tagstream trainer --config trainer.properties --set round.min.results=300"
        })
public final class TrainerCommand implements Callable<Integer> {
    @Mixin
    ServiceOptions service;

    @Override
    public Integer call() throws InterruptedException {
        LibraryLogs.errorsOnly();
        return TrainerMain.run(TrainerSettings.CATALOGUE.resolve(service.sources())) ? ExitCode.DONE : ExitCode.FAILED;
    }
}
