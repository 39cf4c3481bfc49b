package dev.tagstream.cli.verb;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagstream.cli.io.LibraryRow;
import dev.tagstream.cli.io.ProgressMeter;
import dev.tagstream.cli.local.LocalStack;
import dev.tagstream.cli.local.LocalStackOptions;
import dev.tagstream.model.engine.LlamaEngine;
import dev.tagstream.model.engine.Scorer;
import dev.tagstream.processor.ProcessorConfig;
import dev.tagstream.processor.ScreeningProcessor;
import dev.tagstream.processor.scorer.InstantScorer;
import dev.tagstream.runtime.config.SettingsSource;
import dev.tagstream.runtime.tags.TagBundle;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures a workload on its way through Kafka: requests are sent first, then a processor works them off.
 *
 * <p>The broker has a JVM of its own and so has the registry; in this one, while the clock runs, there is the processor and
 * a look at its counters ten times a second. Java is warm: another processor has answered other requests before. The engine's
 * cache is cold: each part of the run opens an engine of its own.
 */
final class PipelineBench {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final ModelOptions model;
    private final BenchPipelineCommand.Engine engine;
    private final String function;
    private final Map<String, String> settings;
    private final Terminal terminal;
    private final StopSignal stop;

    PipelineBench(
            ModelOptions model,
            BenchPipelineCommand.Engine engine,
            String function,
            Map<String, String> settings,
            Terminal terminal,
            StopSignal stop) {
        this.model = model;
        this.engine = engine;
        this.function = function;
        this.settings = settings;
        this.terminal = terminal;
        this.stop = stop;
    }

    /** Runs it in {@code folder}, which need not exist, and gives what it measured. */
    ObjectNode run(BenchWorkload workload, int warmUp, Path folder) throws InterruptedException {
        LocalStackOptions options = LocalStackOptions.onFreePorts(folder).withBrokerApart();
        try (LocalStack stack = LocalStack.start(options, terminal::note)) {
            KafkaConnection connection = LocalScreening.connection(stack);
            publish(connection);
            measure(stack, connection, workload.head(warmUp), "warm-up");
            ObjectNode line = measure(stack, connection, workload, "bench");
            if (engine == BenchPipelineCommand.Engine.REAL) {
                double bare = bare(workload);
                line.put("barePairsPerSecond", round(bare));
                line.put("share", round(line.get("recordsPerSecond").asDouble() / bare));
            }
            return line;
        }
    }

    private void publish(KafkaConnection connection) {
        try (LlamaEngine scorer = model.open()) {
            LocalScreening.publish(connection, model, scorer, terminal::note);
        }
    }

    private ObjectNode measure(LocalStack stack, KafkaConnection connection, BenchWorkload workload, String libraryId)
            throws InterruptedException {
        send(connection, workload, libraryId);
        long pairs = workload.pairs();
        ProcessorConfig config = config(stack);
        try (CommittedPredictions predictions = CommittedPredictions.open(connection);
                Scorer scorer = scorer();
                ScreeningProcessor processor = new ScreeningProcessor(config, scorer);
                ProgressMeter meter = terminal.meter(libraryId, "records", pairs)) {
            processor.start();
            processor.awaitRunning(PATIENCE);
            predictions.awaitFirst(() -> stopped(processor));
            CpuClock clock = CpuClock.start(stack);
            while (!stopped(processor) && processor.counters().total().predicted() < pairs) {
                Thread.sleep(100);
                meter.done(processor.counters().total().predicted());
            }
            CpuClock.Reading used =
                    predictions.awaitLast(clock, config.commitInterval().multipliedBy(5));
            if (stopped(processor)) {
                throw new VerbFailedException("The bench was stopped, or its processor has failed; the log says why.");
            }
            long records = predictions.countSinceFirst(libraryId, pairs);
            return line(workload, records, used);
        }
    }

    private boolean stopped(ScreeningProcessor processor) {
        return stop.raised() || processor.failed();
    }

    private void send(KafkaConnection connection, BenchWorkload workload, String libraryId) {
        ScreeningJob job = new ScreeningJob(
                libraryId, List.of(function), workload.compounds().size(), workload.targets());
        try (RequestSender sender = new RequestSender(connection, job)) {
            for (LibraryRow row : workload.compounds()) {
                sender.send(row);
            }
            sender.flush();
        }
    }

    private Scorer scorer() {
        LlamaEngine opened = model.open();
        return engine == BenchPipelineCommand.Engine.REAL ? opened : new InstantScorer(opened);
    }

    private ProcessorConfig config(LocalStack stack) {
        Map<String, String> all = new HashMap<>(model.settings());
        all.put("bootstrap.servers", stack.bootstrapServers());
        all.put("schema.registry.url", stack.registryUrl());
        all.put("state.dir", stack.folder().resolve("state").toString());
        all.putAll(settings);
        return ProcessorConfig.resolve(List.of(SettingsSource.commandLine(all)));
    }

    private ObjectNode line(BenchWorkload workload, long records, CpuClock.Reading used) {
        double perSecond = records / used.seconds();
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("bench", "pipeline")
                .put("workload", workload.kind().toString())
                .put("engine", engine.name().toLowerCase(java.util.Locale.ROOT))
                .put("compounds", workload.compounds().size())
                .put("targets", workload.targets().size())
                .put("records", records)
                .put("seconds", round(used.seconds()))
                .put("recordsPerSecond", round(perSecond))
                .put("cpuSeconds", round(used.cpuSeconds()))
                .put("recordsPerCpuSecond", round(records / used.cpuSeconds()))
                .put("brokerCpuSeconds", round(used.brokerCpuSeconds()));
        return line;
    }

    private double bare(BenchWorkload workload) {
        try (LlamaEngine scorer = model.open()) {
            TagBundle tags = model.tags(scorer).orElseThrow();
            return new BareEngine(scorer, tags.tags(), function).pairsPerSecond(workload);
        }
    }

    private static double round(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
