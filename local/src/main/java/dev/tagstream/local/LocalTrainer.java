package dev.tagstream.local;

import dev.tagstream.cli.access.AccessCatalogue;
import dev.tagstream.cli.options.ModelOptions;
import dev.tagstream.model.engine.LlamaEngine;
import dev.tagstream.model.learn.LlamaLearner;
import dev.tagstream.model.learn.TrainingProgress;
import dev.tagstream.runtime.config.Settings;
import dev.tagstream.runtime.config.SettingsSource;
import dev.tagstream.runtime.engines.EngineSettings;
import dev.tagstream.trainer.LearningTrainer;
import dev.tagstream.trainer.TrainerSettings;
import dev.tagstream.trainer.round.RoundListener;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A trainer in this JVM, with an engine of its own, on a local stack. */
public final class LocalTrainer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final LlamaEngine engine;
    private final WatchedLearner learner;
    private final LearningTrainer trainer;

    private LocalTrainer(LlamaEngine engine, Settings settings) {
        this.engine = engine;
        this.learner = new WatchedLearner(LlamaLearner.over(engine));
        this.trainer = new LearningTrainer(settings, engine, learner, RoundListener.SILENT);
    }

    /**
     * Starts it beside what runs; whatever fails, nothing more is left running.
     *
     * @param settings of rounds and tags, over those that lead to the stack and the model
     */
    public static LocalTrainer start(LocalScreening screening, ModelOptions model, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(LocalScreening.settings(screening.stack(), model));
        all.put("application.id", screening.stack().topicPrefix() + AccessCatalogue.DEFAULT_TRAINER_ID);
        all.put("state.dir", screening.stack().folder().resolve("trainer-state").toString());
        all.putAll(settings);
        Settings resolved = TrainerSettings.CATALOGUE.resolve(List.of(SettingsSource.commandLine(all)));
        LlamaEngine engine = LlamaEngine.open(
                resolved.get(EngineSettings.MODEL_DIR),
                EngineSettings.options(resolved).get(0));
        try {
            LocalTrainer local = new LocalTrainer(engine, resolved);
            try {
                local.trainer.start();
                local.trainer.awaitRunning(PATIENCE);
                return local;
            } catch (RuntimeException e) {
                local.trainer.close();
                throw e;
            }
        } catch (RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    /** Where learning stands; empty before the first step of a round. */
    public Optional<TrainingProgress> progress() {
        return learner.progress();
    }

    /** Where its metrics and health are answered. */
    public OptionalInt httpPort() {
        return trainer.httpPort();
    }

    /** Whether it stopped by itself. */
    public boolean failed() {
        return trainer.failed();
    }

    @Override
    public void close() {
        try (engine;
                trainer) {
            // The trainer first: it learns with the engine.
        }
    }
}
