package dev.tagstream.bench.stream;

import dev.tagstream.cli.bench.EngineSetup;
import dev.tagstream.cli.options.ModelOptions;
import dev.tagstream.cli.options.TrainedTags;
import dev.tagstream.cli.terminal.ProgressMeter;
import dev.tagstream.cli.terminal.Terminal;
import dev.tagstream.client.KafkaConnection;
import dev.tagstream.client.TagstreamException;
import dev.tagstream.client.files.LibraryRow;
import dev.tagstream.client.screening.RequestSender;
import dev.tagstream.client.screening.ScreeningJob;
import dev.tagstream.local.LocalScreening;
import dev.tagstream.local.LocalStack;
import dev.tagstream.local.LocalStackOptions;
import dev.tagstream.model.engine.LlamaEngine;
import dev.tagstream.processor.ProcessorSettings;
import dev.tagstream.processor.ScreeningProcessor;
import dev.tagstream.processor.accounting.ScreeningCounters.Tally;
import dev.tagstream.runtime.config.Settings;
import dev.tagstream.runtime.config.SettingsSource;
import dev.tagstream.runtime.engines.EngineSettings;
import dev.tagstream.runtime.engines.Engines;
import dev.tagstream.runtime.streams.KafkaSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;

/**
 * Measures a load on its way through Kafka: requests are sent first, then a processor works them off.
 *
 * <p>Broker and registry have processes of their own. In this one, while the clock runs, there is the processor and a look at
 * its counters ten times a second. Each run has a processor and engines of its own, one for each device of the settings, whose caches are empty.
 */
final class PipelineBench implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    /** Pairs that a bare engine is given at once, as {@code bench engine} does. */
    private static final int BARE_BATCH = 512;

    private final LocalStack stack;
    private final KafkaConnection connection;
    private final Settings settings;
    private final Terminal terminal;

    private PipelineBench(LocalStack stack, Settings settings, Terminal terminal) {
        this.stack = stack;
        this.connection = LocalScreening.connection(stack);
        this.settings = settings;
        this.terminal = terminal;
    }

    /** Starts a stack and publishes the model's tags; {@code settings} of the processor that are not its defaults. */
    static PipelineBench start(
            LocalStackOptions options, ModelOptions model, Map<String, String> settings, Terminal terminal) {
        LocalStack stack = LocalStack.start(options, terminal::note);
        try (LlamaEngine engine = model.open()) {
            LocalScreening.publish(LocalScreening.connection(stack), model, engine, terminal::note);
            Map<String, String> all = new HashMap<>(LocalScreening.settings(stack, model));
            all.putAll(settings);
            Settings resolved = ProcessorSettings.CATALOGUE.resolve(List.of(SettingsSource.commandLine(all)));
            return new PipelineBench(stack, resolved, terminal);
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    /**
     * Runs a load.
     *
     * @param real whether engines score, and run bare before and after
     * @param number of the run, no more than a name
     */
    PipelineRun run(PipelineLoad load, boolean real, int number, BooleanSupplier stopped) throws InterruptedException {
        if (!real) {
            return stream(load, false, number, stopped);
        }
        double before = barePairsPerSecond(load);
        PipelineRun run = stream(load, true, number, stopped);
        return run.besides((before + barePairsPerSecond(load)) / 2);
    }

    private PipelineRun stream(PipelineLoad load, boolean real, int number, BooleanSupplier stopped)
            throws InterruptedException {
        String libraryId = "run " + number;
        send(load, libraryId);
        try (Engines engines = Engines.open(settings.get(EngineSettings.MODEL_DIR), EngineSettings.options(settings));
                CommittedPredictions predictions = CommittedPredictions.open(connection, libraryId)) {
            return workOff(load, scorers(engines, real), predictions, stopped);
        }
    }

    private PipelineRun workOff(
            PipelineLoad load, List<TimedScorer> scorers, CommittedPredictions predictions, BooleanSupplier stopped)
            throws InterruptedException {
        try (ScreeningProcessor processor = new ScreeningProcessor(settings, scorers)) {
            BooleanSupplier ended = () -> stopped.getAsBoolean() || processor.failed();
            processor.start();
            processor.awaitRunning(PATIENCE);
            CpuClock.Reading used = measure(processor, scorers, predictions, load.requests(), ended);
            Tally books = processor.counters().total();
            long records = predictions.countSinceFirst(books.predicted());
            return new PipelineRun(books.predicted(), books.rejected(), records, used, OptionalDouble.empty());
        }
    }

    private CpuClock.Reading measure(
            ScreeningProcessor processor,
            List<TimedScorer> scorers,
            CommittedPredictions predictions,
            long requests,
            BooleanSupplier ended)
            throws InterruptedException {
        try (ProgressMeter meter = terminal.meter("streaming", "records", requests)) {
            predictions.awaitFirst(ended);
            CpuClock clock = new CpuClock(stack, scorers);
            for (long done = 0; done < requests && !ended.getAsBoolean(); ) {
                Thread.sleep(BETWEEN_LOOKS.toMillis());
                Tally books = processor.counters().total();
                done = books.predicted() + books.rejected();
                meter.done(done);
            }
            CpuClock.Reading used = predictions.awaitLast(
                    clock, settings.get(KafkaSettings.COMMIT_INTERVAL).multipliedBy(5));
            if (ended.getAsBoolean()) {
                throw new TagstreamException("Stopped, or the processor has failed; then the log above says why.");
            }
            return used;
        }
    }

    private void send(PipelineLoad load, String libraryId) {
        ScreeningJob job = new ScreeningJob(
                libraryId,
                List.of(load.function()),
                load.texts().compounds().size(),
                load.texts().targets());
        for (int pass = 1; pass <= load.passes(); pass++) {
            try (RequestSender sender = new RequestSender(connection, job, load.requests());
                    ProgressMeter meter = terminal.meter("sending", "requests", job.requests())) {
                for (LibraryRow row : load.texts().compounds()) {
                    sender.send(row);
                    meter.done(sender.sent());
                }
                sender.flush();
            }
        }
    }

    private static List<TimedScorer> scorers(Engines engines, boolean real) {
        return engines.all().stream()
                .map(engine -> new TimedScorer(real ? engine : new InstantScorer(engine)))
                .toList();
    }

    private double barePairsPerSecond(PipelineLoad load) {
        BareEngines engines = new BareEngines(EngineSettings.options(settings).stream()
                .map(options -> new EngineSetup(
                        settings.get(EngineSettings.MODEL_DIR),
                        options,
                        true,
                        engine -> TrainedTags.with(
                                        List.of(load.function()), settings.get(EngineSettings.MODEL_DIR), engine)
                                .tags(),
                        List.of(load.function())))
                .toList());
        try (ProgressMeter meter = terminal.meter("bare engine", "pairs", load.requests())) {
            return engines.pairsPerSecond(load.texts(), load.kind(), BARE_BATCH, meter::done);
        }
    }

    @Override
    public void close() {
        stack.close();
    }
}
