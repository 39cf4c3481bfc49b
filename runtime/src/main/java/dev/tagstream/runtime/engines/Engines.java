package dev.tagstream.runtime.engines;

import dev.tagstream.model.engine.EngineOptions;
import dev.tagstream.model.engine.LlamaEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process's engines, opened and closed together. */
public final class Engines implements AutoCloseable {
    private final List<LlamaEngine> all = new ArrayList<>();

    private Engines() {}

    public static Engines open(Path modelDir, List<EngineOptions> options) {
        Engines engines = new Engines();
        try {
            options.forEach(each -> engines.all.add(LlamaEngine.open(modelDir, each)));
            return engines;
        } catch (RuntimeException e) {
            engines.close();
            throw e;
        }
    }

    public List<LlamaEngine> all() {
        return List.copyOf(all);
    }

    @Override
    public void close() {
        all.forEach(LlamaEngine::close);
    }
}
