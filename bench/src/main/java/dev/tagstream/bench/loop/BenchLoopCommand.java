package dev.tagstream.bench.loop;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagstream.bench.swap.SwapSite;
import dev.tagstream.cli.bench.BenchInputs;
import dev.tagstream.cli.bench.BenchWorkload;
import dev.tagstream.cli.options.DemoFolder;
import dev.tagstream.cli.options.ModelOptions;
import dev.tagstream.cli.terminal.ExitCode;
import dev.tagstream.cli.terminal.LibraryLogs;
import dev.tagstream.cli.terminal.StopSignal;
import dev.tagstream.cli.terminal.Terminal;
import dev.tagstream.client.KafkaConnection;
import dev.tagstream.client.TagstreamException;
import dev.tagstream.client.files.LibraryRow;
import dev.tagstream.local.LocalScreening;
import dev.tagstream.local.LocalStack;
import dev.tagstream.local.LocalStackOptions;
import dev.tagstream.model.engine.LlamaEngine;
import dev.tagstream.trainer.LearningTrainer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tagstream bench loop}: how long it takes from results fed back to a prediction by the version they taught. */
@Command(
        name = "loop",
        description = {
            "Feed results of a function that has no tag to a trainer, beside two processors, on a broker and a registry of its"
                    + " own, and say when each step was reached until a prediction by the version they taught. Each further"
                    + " turn measures the same molecules anew, and otherwise. Prints one line of JSON.",
            "What is measured is the number of letters of a SMILES, a property that needs no laboratory."
        },
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        sortOptions = false,
        footer = {"  tagstream bench loop --results 300 --turns 2"})
public final class BenchLoopCommand implements Callable<Integer> {
    private static final int PROCESSORS = 2;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Spec
    CommandSpec spec;

    @Option(
            names = "--results",
            paramLabel = "N",
            defaultValue = "300",
            description = "Results of a turn, each of a molecule of the example library. Default: ${DEFAULT-VALUE}.")
    int results = 300;

    @Option(
            names = "--turns",
            paramLabel = "N",
            defaultValue = "2",
            description = "Versions to be learned one after the other. Default: ${DEFAULT-VALUE}.")
    int turns = 2;

    @Mixin
    ModelOptions model;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Terminal terminal = Terminal.of(spec.commandLine());
        LibraryLogs.errorsOnly();
        BenchWorkload.requirePositive("--results", results);
        BenchWorkload.requirePositive("--turns", turns);
        List<LibraryRow> molecules = new BenchInputs().read().compounds();
        if (results > molecules.size()) {
            throw new TagstreamException(
                    "--results asks for %,d, and there are %,d.".formatted(results, molecules.size()));
        }
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("bench", "loop");
        line.put("checkpoint", String.valueOf(model.folder().getFileName()));
        line.put("processors", PROCESSORS);
        line.put("results", results);
        ArrayNode versions = line.putArray("turns");
        LoopClock clock = new LoopClock();
        try (StopSignal stop = StopSignal.install();
                DemoFolder folder = DemoFolder.create();
                LlamaEngine engine = model.open();
                LocalStack stack = stack(folder, engine, terminal);
                SwapSite site = SwapSite.start(stack, LoopBench.screening(model), PROCESSORS);
                LearningTrainer trainer = LoopBench.trainer(stack, model, engine, results, clock);
                LoopBench bench = new LoopBench(
                        stack, site, trainer, clock, molecules.subList(0, results), terminal, stop::raised)) {
            trainer.start();
            trainer.awaitRunning(PATIENCE);
            for (int turn = 1; turn <= turns; turn++) {
                versions.add(bench.turn(turn));
            }
        }
        terminal.printLine(line, true);
        return ExitCode.DONE;
    }

    private LocalStack stack(DemoFolder folder, LlamaEngine engine, Terminal terminal) {
        LocalStack stack =
                LocalStack.start(LocalStackOptions.onFreePorts(folder.path()).withBrokerApart(), terminal::note);
        try {
            KafkaConnection connection = LocalScreening.connection(stack);
            LocalScreening.publish(connection, model, engine, terminal::note);
            LoopBench.declare(connection);
            return stack;
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        }
    }
}
