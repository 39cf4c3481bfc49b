package dev.tagstream.model.engine;

import dev.tagstream.model.checkpoint.LlamaConfig;
import dev.tagstream.model.prompt.TagTable;
import dev.tagstream.model.prompt.TemplateTokens;

/** What a batch works with. */
record EngineParts(
        LlamaConfig config,
        LlamaProgram program,
        SpanCache cache,
        SpanEncoder encoder,
        Linker linker,
        CostOfRows cost,
        WorkMeter meter,
        TemplateTokens templateTokens) {

    static EngineParts of(LlamaConfig config, LlamaProgram program, EngineOptions options, TemplateTokens tokens) {
        CostOfRows cost = new CostOfRows(config, options.dtype().bytes());
        CallSizes sizes = new CallSizes(config, options, cost);
        SpanCache cache = new SpanCache(options.spanCache());
        return new EngineParts(
                config,
                program,
                cache,
                new SpanEncoder(program, cache, config, sizes),
                new Linker(program, sizes, config.hiddenSize()),
                cost,
                new WorkMeter(),
                tokens);
    }

    TagTable newTagTable() {
        return new TagTable(config.vocabularySize(), config.hiddenSize());
    }

    /** Bytes of keys and values of so many rows. */
    long bytes(int rows) {
        return rows * cost.bytesPerRow();
    }
}
