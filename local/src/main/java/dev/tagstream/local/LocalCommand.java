package dev.tagstream.local;

import dev.tagstream.cli.options.ModelOptions;
import dev.tagstream.cli.terminal.ExitCode;
import dev.tagstream.cli.terminal.LibraryLogs;
import dev.tagstream.cli.terminal.StopSignal;
import dev.tagstream.cli.terminal.Terminal;
import dev.tagstream.client.TagstreamException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tagstream local}: everything on this machine, until Ctrl-C. */
@Command(
        name = "local",
        description = {
            "Run Kafka, a schema registry and a processor with its console on this machine, until Ctrl-C.",
            "What is sent stays in the data folder; started there again, it goes on where it ended."
        },
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        sortOptions = false,
        footer = {
            "  tagstream local",
            "  tagstream local --data /srv/tagstream --model /models/llama-7b --device cuda:0"
        })
public final class LocalCommand implements Callable<Integer> {
    private static final String CONSOLE_PORT_OPTION = "--console-port";
    private static final Duration GRACE = Duration.ofSeconds(60);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    @Spec
    CommandSpec spec;

    @Option(
            names = LocalStackOptions.FOLDER_OPTION,
            paramLabel = "DIR",
            defaultValue = "tagstream-data",
            description = "Folder of everything that stays. Default: ${DEFAULT-VALUE}.")
    Path folder = Path.of("tagstream-data");

    @Option(
            names = LocalStackOptions.BROKER_PORT_OPTION,
            paramLabel = "PORT",
            defaultValue = "" + LocalStackOptions.DEFAULT_BROKER_PORT,
            description = "Kafka's port, 0 for a free one. Default: ${DEFAULT-VALUE}.")
    int brokerPort;

    @Option(
            names = LocalStackOptions.REGISTRY_PORT_OPTION,
            paramLabel = "PORT",
            defaultValue = "" + LocalStackOptions.DEFAULT_REGISTRY_PORT,
            description = "The schema registry's port, 0 for a free one. Default: ${DEFAULT-VALUE}.")
    int registryPort;

    @Option(
            names = CONSOLE_PORT_OPTION,
            paramLabel = "PORT",
            defaultValue = "8090",
            description = {
                "Port of the console, a page on what is screened and learned, 0 for a free one. Metrics and health are answered there"
                        + " too. Default: ${DEFAULT-VALUE}."
            })
    int consolePort;

    @Mixin
    ModelOptions model;

    @Override
    public Integer call() throws InterruptedException {
        Terminal terminal = Terminal.of(spec.commandLine());
        LibraryLogs.errorsOnly();
        LocalStackOptions options = LocalStackOptions.onUsualPorts(folder.toAbsolutePath())
                .withBrokerPort(brokerPort)
                .withRegistryPort(registryPort);
        if (consolePort != 0) {
            LoopbackPorts.requireFree(consolePort, "the console", CONSOLE_PORT_OPTION);
        }
        try (StopSignal stop = StopSignal.install(GRACE);
                LocalScreening screening = LocalScreening.start(options, model, consolePort, terminal::note)) {
            terminal.print(
                    "Kafka            %s".formatted(screening.connection().bootstrapServers()));
            terminal.print(
                    "schema registry  %s".formatted(screening.connection().registryUrl()));
            screening
                    .processor()
                    .httpPort()
                    .ifPresent(port -> terminal.print("console          http://127.0.0.1:%d".formatted(port)));
            terminal.print("data             %s".formatted(screening.stack().folder()));
            terminal.print("Ctrl-C stops it.");
            while (!stop.await(BETWEEN_LOOKS)) {
                if (screening.processor().failed()) {
                    throw new TagstreamException("The processor has stopped; the log above says why.");
                }
            }
            terminal.note("stopping");
        }
        return ExitCode.DONE;
    }
}
