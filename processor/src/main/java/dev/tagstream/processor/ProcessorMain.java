package dev.tagstream.processor;

import dev.tagstream.model.engine.Scorer;
import dev.tagstream.runtime.config.SettingsSource;
import dev.tagstream.runtime.engines.Engines;
import dev.tagstream.runtime.streams.ShutdownSignal;
import dev.tagstream.schemas.AvroLimits;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The processor as a process of its own: settings from a file named by the first argument, the environment over it. */
public final class ProcessorMain {
    private static final Logger log = LoggerFactory.getLogger(ProcessorMain.class);

    private ProcessorMain() {}

    public static void main(String[] args) throws InterruptedException {
        AvroLimits.apply();
        if (!run(ProcessorConfig.resolve(SettingsSource.ofProcess(args)))) {
            System.exit(1);
        }
    }

    /** Runs until SIGTERM, SIGINT or a failure; false after a failure. */
    public static boolean run(ProcessorConfig config) throws InterruptedException {
        return run(config, engine -> engine);
    }

    /** @param scorers makes of each engine what scores in its place; closed with the engine */
    public static boolean run(ProcessorConfig config, UnaryOperator<Scorer> scorers) throws InterruptedException {
        try (ShutdownSignal signal = new ShutdownSignal();
                Engines engines = Engines.open(config.modelDir(), config.engineOptions());
                ScreeningProcessor processor = new ScreeningProcessor(
                        config, engines.all().stream().map(scorers).toList(), config.engineOptions())) {
            log.info("Model {} is open", engines.all().get(0).modelFingerprint());
            return processor.run(signal);
        }
    }
}
