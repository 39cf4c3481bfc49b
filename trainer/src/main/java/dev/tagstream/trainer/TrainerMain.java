package dev.tagstream.trainer;

import dev.tagstream.model.engine.LlamaEngine;
import dev.tagstream.model.learn.LlamaLearner;
import dev.tagstream.runtime.config.SettingsSource;
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
        if (!run(TrainerConfig.resolve(SettingsSource.ofProcess(args)))) {
            System.exit(1);
        }
    }

    /** Runs until SIGTERM, SIGINT or a failure; false after a failure. */
    public static boolean run(TrainerConfig config) throws InterruptedException {
        try (ShutdownSignal signal = new ShutdownSignal();
                LlamaEngine engine = LlamaEngine.open(config.modelDir(), config.engineOptions());
                LearningTrainer trainer =
                        new LearningTrainer(config, engine, LlamaLearner.over(engine), RoundListener.SILENT)) {
            log.info("Model {} is open", engine.modelFingerprint());
            return trainer.run(signal);
        }
    }
}
