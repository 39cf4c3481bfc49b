package dev.tagstream.trainer;

import dev.tagstream.model.engine.LlamaEngine;
import dev.tagstream.model.learn.LlamaLearner;
import dev.tagstream.runtime.config.Settings;
import dev.tagstream.runtime.config.SettingsSource;
import dev.tagstream.runtime.engines.EngineSettings;
import dev.tagstream.runtime.streams.ShutdownSignal;
import dev.tagstream.schemas.AvroLimits;
import dev.tagstream.trainer.round.RoundListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The trainer as a process of its own: settings from a file named by the first argument, the environment over it. */
public final class TrainerMain {
    private static final Logger log = LoggerFactory.getLogger(TrainerMain.class);

    private TrainerMain() {}

    public static void main(String[] args) throws InterruptedException {
        AvroLimits.apply();
        if (!run(TrainerSettings.CATALOGUE.resolve(SettingsSource.ofProcess(args)))) {
            System.exit(1);
        }
    }

    /** Runs until SIGTERM, SIGINT or a failure; false after a failure. */
    public static boolean run(Settings settings) throws InterruptedException {
        try (ShutdownSignal signal = new ShutdownSignal();
                LlamaEngine engine = LlamaEngine.open(
                        settings.get(EngineSettings.MODEL_DIR),
                        EngineSettings.options(settings).get(0));
                LearningTrainer trainer =
                        new LearningTrainer(settings, engine, LlamaLearner.over(engine), RoundListener.SILENT)) {
            log.info("Model {} is open", engine.modelFingerprint());
            return trainer.run(signal);
        }
    }
}
