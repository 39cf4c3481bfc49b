package dev.tagstream.trainer.learner;

import dev.tagstream.model.engine.EngineOptions;
import dev.tagstream.model.engine.LlamaEngine;
import dev.tagstream.model.engine.Scorer;
import dev.tagstream.model.learn.Learner;
import dev.tagstream.model.learn.LlamaLearner;
import dev.tagstream.tags.DomainTag;
import dev.tagstream.tags.TagFiles;
import dev.tagstream.tags.TagSet;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The real learner with the embedded model, held to the same contract as the fake that stands in for it here. */
class LlamaLearnerContractTest extends LearnerContract {
    private static final Path MINI_LLAMA = Path.of("..", "cli", "src", "main", "resources", "mini-llama");

    private static LlamaEngine engine;

    @BeforeAll
    static void open() {
        engine = LlamaEngine.open(MINI_LLAMA, EngineOptions.DEFAULT);
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    @Override
    protected Learner learner() {
        return LlamaLearner.over(engine);
    }

    @Override
    protected Scorer scorer() {
        return engine;
    }

    @Override
    protected TagSet domains() {
        TagSet tags = TagSet.EMPTY;
        for (DomainTag tag : TagFiles.read(MINI_LLAMA).domains()) {
            tags = tags.with(tag);
        }
        return tags;
    }
}
