package dev.tagstream.cli.services;

import dev.tagstream.cli.options.ServiceOptions;
import dev.tagstream.cli.terminal.ExitCode;
import dev.tagstream.cli.terminal.LibraryLogs;
import dev.tagstream.processor.ProcessorMain;
import dev.tagstream.processor.ProcessorSettings;
import dev.tagstream.runtime.config.Settings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tagstream processor}: one processor, until a signal. */
@Command(
        name = "processor",
        description = {
            "Run a processor until Ctrl-C or SIGTERM. Several with the same application.id share the work.",
            "Settings come from --set, the options here, the environment (TAGSTREAM_BATCH_MAX_TOKENS for batch.max.tokens)"
                    + " and --config, in this order; docs/config.md lists them."
        },
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        sortOptions = false,
        footer = {
            "  tagstream processor --bootstrap-server kafka:9092 --schema-registry http://registry:8081",
            "  tagstream processor --config processor.properties --set http.port=9400",
            "  tagstream processor --model /models/llama-7b --device cuda:0 --set state.dir=/var/lib/tagstream"
        })
public final class ProcessorCommand implements Callable<Integer> {
    @Mixin
    ServiceOptions options;

    @Override
    public Integer call() throws InterruptedException {
        LibraryLogs.errorsOnly();
        Settings settings = ProcessorSettings.CATALOGUE.resolve(options.sources());
        return ProcessorMain.run(settings) ? ExitCode.DONE : ExitCode.FAILED;
    }
}
