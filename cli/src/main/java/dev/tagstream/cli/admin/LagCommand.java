package dev.tagstream.cli.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagstream.cli.options.ConnectionOptions;
import dev.tagstream.cli.terminal.ExitCode;
import dev.tagstream.cli.terminal.StopSignal;
import dev.tagstream.cli.terminal.TableJson;
import dev.tagstream.cli.terminal.Terminal;
import dev.tagstream.client.KafkaConnection;
import dev.tagstream.client.lag.LagReader;
import dev.tagstream.client.lag.LagReport;
import dev.tagstream.schemas.RequestLane;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tagstream lag}: what the processor has still to do, read and unread. */
@Command(
        name = "lag",
        description = {
            "Show what the processor has still to do, per lane and partition of the requests.",
            "Lag is what it has not read; pending is what it has read and not answered. The backlog is both."
        },
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        sortOptions = false,
        footer = {"  tagstream lag", "  tagstream lag --watch 5 --json"})
public final class LagCommand implements Callable<Integer> {
    private static final String DEFAULT_GROUP = "tagstream-processor";

    @Spec
    CommandSpec spec;

    @Option(
            names = "--group",
            paramLabel = "ID",
            defaultValue = DEFAULT_GROUP,
            description = "The processor's application.id. Default: ${DEFAULT-VALUE}.")
    String group;

    @Option(
            names = "--watch",
            arity = "0..1",
            fallbackValue = "2",
            paramLabel = "SECONDS",
            description = "Show it again every so many seconds (2 if none are given) until Ctrl-C.")
    Optional<Integer> watch = Optional.empty();

    @Option(names = "--json", description = "Print it as JSON; with --watch, one document a line.")
    boolean json;

    @Mixin
    ConnectionOptions options;

    @Override
    public Integer call() throws InterruptedException {
        Terminal terminal = Terminal.of(spec.commandLine());
        KafkaConnection connection = options.connect();
        try (StopSignal stop = StopSignal.install();
                LagReader bulk = LagReader.open(connection, group, RequestLane.BULK);
                LagReader interactive = LagReader.open(connection, group, RequestLane.INTERACTIVE)) {
            show(terminal, bulk.read().and(interactive.read()));
            while (watch.isPresent() && !stop.raised()) {
                pause(Duration.ofSeconds(Math.max(1, watch.get())), stop);
                if (!stop.raised()) {
                    show(terminal, bulk.read().and(interactive.read()));
                }
            }
        }
        return ExitCode.DONE;
    }

    private static void pause(Duration pause, StopSignal stop) throws InterruptedException {
        long end = System.nanoTime() + pause.toNanos();
        while (!stop.raised() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private void show(Terminal terminal, LagReport report) {
        if (json) {
            terminal.printLine(asJson(report), watch.isPresent());
            return;
        }
        if (watch.isPresent()) {
            terminal.print("%s  group %s".formatted(report.at(), group));
        }
        terminal.print(LagTable.of(report));
        terminal.print("");
        terminal.print(report.summary());
        if (watch.isPresent()) {
            terminal.print("");
        }
    }

    private ObjectNode asJson(LagReport report) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("group", group)
                .put("at", report.at().toString())
                .put("lag", report.lag())
                .put("pending", report.pending())
                .put("backlog", report.lag() + report.pending());
        Optional<Instant> oldest = report.oldest();
        document.put("oldestAgeSeconds", oldest.map(report::ageSeconds).orElse(null));
        document.set("partitions", TableJson.of(LagTable.of(report)));
        return document;
    }
}
