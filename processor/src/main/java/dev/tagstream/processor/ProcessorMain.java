package dev.tagstream.processor;

import dev.tagstream.model.engine.EngineOptions;
import dev.tagstream.model.engine.Scorer;
import dev.tagstream.runtime.config.Settings;
import dev.tagstream.runtime.config.SettingsSource;
import dev.tagstream.runtime.engines.EngineSettings;
import dev.tagstream.runtime.engines.Engines;
import dev.tagstream.runtime.streams.ShutdownSignal;
import dev.tagstream.schemas.AvroLimits;
import java.util.List;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The processor as a process of its own: settings from a file named by the first argument, the environment over it. */
public final class ProcessorMain {
    private static final Logger log = LoggerFactory.getLogger(ProcessorMain.class);

    private ProcessorMain() {}

    public static void main(String[] args) throws InterruptedException {
        AvroLimits.apply();
        if (!run(ProcessorSettings.CATALOGUE.resolve(SettingsSource.ofProcess(args)))) {
            System.exit(1);
        }
    }

    /** Runs until SIGTERM, SIGINT or a failure; false after a failure. */
    public static boolean run(Settings settings) throws InterruptedException {
        return run(settings, engine -> engine);
    }

    /** @param scorers makes of each engine what scores in its place; closed with the engine */
    public static boolean run(Settings settings, UnaryOperator<Scorer> scorers) throws InterruptedException {
        List<EngineOptions> devices = EngineSettings.options(settings);
        try (ShutdownSignal signal = new ShutdownSignal();
                Engines engines = Engines.open(settings.get(EngineSettings.MODEL_DIR), devices);
                ScreeningProcessor processor = new ScreeningProcessor(
                        settings, engines.all().stream().map(scorers).toList(), devices)) {
            log.info("Model {} is open", engines.all().get(0).modelFingerprint());
            return processor.run(signal);
        }
    }
}
