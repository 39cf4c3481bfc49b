package dev.tagstream.cli.bench;

import dev.tagstream.model.engine.EngineOptions;
import dev.tagstream.model.engine.LlamaEngine;
import dev.tagstream.tags.TagSet;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/**
 * The engine that a bench measures.
 *
 * @param checkpoint folder of the model
 * @param options how the engine runs
 * @param cached whether it uses its span cache, or runs every prompt whole
 * @param tags the tags to score with, made for an engine
 * @param functions every pair is scored with each of them
 */
public record EngineSetup(
        Path checkpoint,
        EngineOptions options,
        boolean cached,
        Function<LlamaEngine, TagSet> tags,
        List<String> functions) {
    public EngineSetup {
        functions = List.copyOf(functions);
    }

    LlamaEngine open() {
        return LlamaEngine.open(checkpoint, options);
    }
}
