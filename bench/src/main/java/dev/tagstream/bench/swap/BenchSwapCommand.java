package dev.tagstream.bench.swap;

import dev.tagstream.bench.stream.StreamBenchOptions;
import dev.tagstream.cli.bench.BenchInputs;
import dev.tagstream.cli.bench.BenchTexts;
import dev.tagstream.cli.bench.BenchWorkload;
import dev.tagstream.cli.bench.PairPlan;
import dev.tagstream.cli.options.DemoFolder;
import dev.tagstream.cli.terminal.ExitCode;
import dev.tagstream.cli.terminal.LibraryLogs;
import dev.tagstream.cli.terminal.StopSignal;
import dev.tagstream.cli.terminal.Terminal;
import dev.tagstream.local.LocalScreening;
import dev.tagstream.local.LocalStack;
import dev.tagstream.local.LocalStackOptions;
import dev.tagstream.model.engine.LlamaEngine;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tagstream bench swap}: how soon a published version is in use, and that swapping costs no prediction. */
@Command(
        name = "swap",
        description = {
            "Publish version after version of a function tag under two processors, on a broker and a registry of its own:"
                    + " first while they score a library, then while they are idle. Prints one line of JSON.",
            "It counts predictions lost, doubled, by another version than they name, or by an earlier one than those before,"
                    + " and batches that mix versions; and says how long it took until every processor used a version."
        },
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        sortOptions = false,
        footer = {"  tagstream bench swap --swaps 20"})
public final class BenchSwapCommand implements Callable<Integer> {
    private static final int PROCESSORS = 2;

    @Spec
    CommandSpec spec;

    @Mixin
    BenchInputs inputs;

    @Mixin
    StreamBenchOptions stream;

    @Option(
            names = "--swaps",
            paramLabel = "N",
            defaultValue = "100",
            description = "Versions published under load. Default: ${DEFAULT-VALUE}.")
    int swaps = 100;

    @Option(
            names = "--between",
            paramLabel = "N",
            defaultValue = "100",
            description = "Requests sent before each of them. Default: ${DEFAULT-VALUE}.")
    int between = 100;

    @Option(
            names = "--idle-swaps",
            paramLabel = "N",
            defaultValue = "20",
            description = "Versions published while nothing else happens. Default: ${DEFAULT-VALUE}.")
    int idleSwaps = 20;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Terminal terminal = Terminal.of(spec.commandLine());
        LibraryLogs.errorsOnly();
        BenchWorkload.requirePositive("--swaps", swaps);
        BenchWorkload.requirePositive("--between", between);
        BenchTexts texts = inputs.meeting(PairPlan.Kind.LIBRARY, inputs.read());
        try (StopSignal stop = StopSignal.install();
                DemoFolder folder = DemoFolder.create();
                LocalStack stack = stack(folder, terminal);
                SwapSite site = SwapSite.start(stack, stream, PROCESSORS);
                SwapBench bench = new SwapBench(stack, site, texts, stream.scored.function, terminal, stop::raised)) {
            SwapRun run = bench.run(swaps, between, idleSwaps);
            terminal.printLine(run.json(stream, PROCESSORS), true);
        }
        return ExitCode.DONE;
    }

    private LocalStack stack(DemoFolder folder, Terminal terminal) {
        LocalStack stack =
                LocalStack.start(LocalStackOptions.onFreePorts(folder.path()).withBrokerApart(), terminal::note);
        try (LlamaEngine engine = stream.scored.model.open()) {
            LocalScreening.publish(LocalScreening.connection(stack), stream.scored.model, engine, terminal::note);
            return stack;
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        }
    }
}
