package dev.tagstream.bench.training;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagstream.cli.bench.BenchInputs;
import dev.tagstream.cli.bench.BenchTexts;
import dev.tagstream.cli.bench.Ensembles;
import dev.tagstream.cli.bench.Figures;
import dev.tagstream.cli.bench.PairPlan;
import dev.tagstream.cli.options.ModelOptions;
import dev.tagstream.cli.options.TrainedTags;
import dev.tagstream.cli.terminal.ExitCode;
import dev.tagstream.cli.terminal.ProgressMeter;
import dev.tagstream.cli.terminal.Terminal;
import dev.tagstream.model.engine.LlamaEngine;
import dev.tagstream.tags.TagSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tagstream bench training}: training steps through cached spans beside those on whole prompts. */
@Command(
        name = "training",
        description = "Measure training steps of a function tag through cached spans, and the same on whole prompts.",
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        sortOptions = false,
        footer = {"  tagstream bench training --steps 50"})
public final class BenchTrainingCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Mixin
    BenchInputs inputs;

    @Mixin
    ModelOptions model;

    @Option(
            names = "--function",
            paramLabel = "NAME",
            defaultValue = "BindingAffinity",
            description = "Default: ${DEFAULT-VALUE}.")
    String function = "BindingAffinity";

    @Option(
            names = "--members",
            paramLabel = "K",
            defaultValue = "1",
            description = "Members learned side by side. Default: 1.")
    int members = 1;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "20",
            description = "Steps through tails. Default: ${DEFAULT-VALUE}.")
    int steps = 20;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "192",
            description = "Pairs of a step. Default: ${DEFAULT-VALUE}.")
    int batch = 192;

    @Option(
            names = "--whole-steps",
            paramLabel = "N",
            defaultValue = "6",
            description = "Steps on whole prompts. Default: ${DEFAULT-VALUE}.")
    int wholeSteps = 6;

    @Option(
            names = "--whole-batch",
            paramLabel = "N",
            defaultValue = "4",
            description = "Whole prompts of a step. Default: ${DEFAULT-VALUE}.")
    int wholeBatch = 4;

    @Override
    public Integer call() throws IOException {
        Terminal terminal = Terminal.of(spec.commandLine());
        Path folder = model.folder();
        try (LlamaEngine engine = model.open()) {
            TagSet tags = Ensembles.of(
                    TrainedTags.with(List.of(function), folder, engine).tags(), members);
            BenchTexts texts = inputs.meeting(PairPlan.Kind.PANEL, inputs.read());
            TrainingBench bench = TrainingBench.of(engine, tags, function, texts);
            TrainingBench.Speed tails;
            try (ProgressMeter meter = terminal.meter("tails", "pairs", (long) steps * batch)) {
                tails = bench.throughTails(steps, batch, meter::done);
            }
            TrainingBench.Speed whole;
            try (ProgressMeter meter = terminal.meter("whole prompts", "pairs", (long) wholeSteps * wholeBatch)) {
                whole = bench.wholePrompts(wholeSteps, wholeBatch, meter::done);
            }
            terminal.printLine(line(tails, whole), true);
        }
        return ExitCode.DONE;
    }

    private ObjectNode line(TrainingBench.Speed tails, TrainingBench.Speed whole) {
        ObjectNode line = JsonNodeFactory.instance
                .objectNode()
                .put("bench", "training")
                .put("members", members)
                .put("batch", batch)
                .put("wholeBatch", wholeBatch);
        Figures.put(line, "encodingSeconds", tails.encodingSeconds());
        Figures.put(line, "tailPairsPerSecond", tails.pairsPerSecond());
        Figures.put(line, "wholePairsPerSecond", whole.pairsPerSecond());
        Figures.put(line, "times", tails.pairsPerSecond() / whole.pairsPerSecond());
        return line;
    }
}
