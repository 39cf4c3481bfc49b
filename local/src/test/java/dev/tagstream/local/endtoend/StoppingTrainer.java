package dev.tagstream.local.endtoend;

import dev.tagstream.model.engine.LlamaEngine;
import dev.tagstream.runtime.config.Settings;
import dev.tagstream.runtime.config.SettingsSource;
import dev.tagstream.runtime.engines.EngineSettings;
import dev.tagstream.trainer.LearningTrainer;
import dev.tagstream.trainer.TrainerSettings;
import dev.tagstream.trainer.learner.RidgeLearner;
import dev.tagstream.trainer.round.RoundState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A trainer in a JVM of its own that stands still for good once its round reaches a state, and says so with a file. Arguments:
 * its settings, the file, and perhaps the state; after the end of a round, COLLECTING is reached between forwarding and commit.
 */
public final class StoppingTrainer {
    private StoppingTrainer() {}

    public static void main(String[] args) throws InterruptedException {
        Settings settings = TrainerSettings.CATALOGUE.resolve(List.of(SettingsSource.file(Path.of(args[0]))));
        try (LlamaEngine engine = LlamaEngine.open(
                        settings.get(EngineSettings.MODEL_DIR),
                        EngineSettings.options(settings).get(0));
                LearningTrainer trainer =
                        new LearningTrainer(settings, engine, new RidgeLearner(engine.width()), (function, state) -> {
                            if (args.length > 2 && state == RoundState.valueOf(args[2])) {
                                standStill(Path.of(args[1]));
                            }
                        })) {
            trainer.start();
            trainer.awaitEnd();
        }
    }

    private static void standStill(Path mark) {
        try {
            Files.createFile(mark);
            new CountDownLatch(1).await();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
