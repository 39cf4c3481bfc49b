package dev.tagstream.processor.scorer;

import dev.tagstream.model.engine.EngineOptions;
import dev.tagstream.model.engine.LlamaEngine;
import dev.tagstream.model.engine.Scorer;
import java.nio.file.Path;

/** The real engine with the embedded model, held to the same contract as the fake that stands in for it here. */
class LlamaEngineContractTest extends ScorerContract {
    private static final Path MINI_LLAMA = Path.of("..", "cli", "src", "main", "resources", "mini-llama");

    @Override
    protected Scorer open() {
        return LlamaEngine.open(MINI_LLAMA, EngineOptions.DEFAULT);
    }
}
