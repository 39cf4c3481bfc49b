package dev.tagstream.model.engine;

import dev.tagstream.model.checkpoint.Checkpoint;
import dev.tagstream.model.checkpoint.Fingerprint;
import dev.tagstream.model.checkpoint.LlamaConfig;
import dev.tagstream.model.prompt.TemplateTokens;
import dev.tagstream.model.tokenizer.Tokenizer;
import dev.tagstream.model.tokenizer.UntokenizableTextException;
import dev.tagstream.tags.Rows;
import dev.tagstream.tags.TagSet;
import dev.tagstream.tags.file.CheckpointException;
import dev.tagstream.tags.prompt.SpanText;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A tag-conditioned LLaMA (Tag-LLM, arXiv 2402.05140) that scores prompts through cached spans.
 *
 * <p>Tag-LLM's mask lets the rows of a span (a domain tag with its data) see that span alone, so a span's keys and values depend
 * on nothing else: they are computed once, kept, and met by any later prompt at any position. A prompt then costs its template
 * text and its function tag.
 *
 * <p>Assumes one thread at a time for everything but {@link #tokenize}, {@link #prepare} and the accessors. Guarantees that no native memory
 * outlives {@link #close}, and none but weights and cached spans outlives a call.
 */
public final class LlamaEngine implements Scorer {
    /** Rows left for tags and template text when limits of data are checked against the model's positions. */
    private static final int RESERVED_ROWS = 64;

    private final Checkpoint checkpoint;
    private final EngineOptions options;
    private final Tokenizer tokenizer;
    private final LlamaProgram program;
    private final EngineParts parts;
    private final WholePromptEngine wholePrompts;
    private final String modelFingerprint;

    private LlamaEngine(Checkpoint checkpoint, EngineOptions options, Tokenizer tokenizer, LlamaProgram program) {
        this.checkpoint = checkpoint;
        this.options = options;
        this.tokenizer = tokenizer;
        this.program = program;
        this.parts = EngineParts.of(
                checkpoint.config(),
                program,
                options,
                new TemplateTokens(tokenizer, checkpoint.config().bosTokenId()));
        this.wholePrompts = new WholePromptEngine(parts);
        this.modelFingerprint = Fingerprint.ofModel(checkpoint);
    }

    /** Opens a checkpoint folder; throws {@link CheckpointException} with a sentence for a person if it can't be used. */
    public static LlamaEngine open(Path folder, EngineOptions options) {
        Checkpoint checkpoint = Checkpoint.open(folder);
        refuseLimitsOverPositions(checkpoint.config(), options);
        Tokenizer tokenizer = Tokenizer.open(checkpoint.tokenizerFile());
        try {
            return new LlamaEngine(
                    checkpoint, options, tokenizer, LlamaProgram.load(checkpoint, options.device(), options.dtype()));
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    private static void refuseLimitsOverPositions(LlamaConfig config, EngineOptions options) {
        long data = options.spanLimits().values().stream()
                .mapToLong(Integer::longValue)
                .sum();
        if (data + RESERVED_ROWS > config.maxPositions()) {
            throw new CheckpointException(
                    "span limits %s add up to %d tokens, and with %d for tags and text exceed the model's %d positions"
                            .formatted(options.spanLimits(), data, RESERVED_ROWS, config.maxPositions()));
        }
    }

    @Override
    public String modelFingerprint() {
        return modelFingerprint;
    }

    @Override
    public String tokenizerFingerprint() {
        return tokenizer.fingerprint();
    }

    @Override
    public int width() {
        return checkpoint.config().hiddenSize();
    }

    @Override
    public int layers() {
        return checkpoint.config().layers();
    }

    @Override
    public EngineFigures figures() {
        Workload done = parts.meter().done();
        return new EngineFigures(parts.cache().figures(), done.encodedRows(), done.tailRows(), done.flops());
    }

    @Override
    public SpanText tokenize(String domain, String text) {
        int[] ids = tokenizer.ids(text);
        refuseTokensBeyondVocabulary(ids);
        int limit = options.spanLimit(domain, checkpoint.config().maxPositions());
        return ids.length <= limit
                ? new SpanText(domain, ids, false)
                : new SpanText(domain, Arrays.copyOf(ids, limit), true);
    }

    /** Such ids select rows of tags; a tokenizer with added tokens may have them. */
    private void refuseTokensBeyondVocabulary(int[] ids) {
        int vocabulary = checkpoint.config().vocabularySize();
        for (int id : ids) {
            if (id >= vocabulary) {
                throw new UntokenizableTextException(
                        "the text has token %d, beyond the model's vocabulary of %d".formatted(id, vocabulary));
            }
        }
    }

    @Override
    public PreparedBatch prepare(List<ScoringTask> tasks, TagSet tags) {
        return LlamaBatch.prepare(parts, tasks, tags);
    }

    /** Encodes the spans of tasks and keeps them as far as the cache has room: the first part of {@link #score}. */
    public void encode(List<ScoringTask> tasks, TagSet tags) {
        try (LlamaBatch batch = LlamaBatch.prepare(parts, tasks, tags)) {
            batch.encode();
        }
    }

    /**
     * What the heads of {@link #score} are given: by task, the final hidden states of the rows that the members of its function tag
     * read (M, r, d).
     */
    public List<float[]> statesRead(List<ScoringTask> tasks, TagSet tags) {
        try (LlamaBatch batch = LlamaBatch.prepare(parts, tasks, tags)) {
            return batch.statesRead();
        }
    }

    /**
     * What the model makes of texts by itself, without any tag: of each the mean over its tokens of their final hidden states (d), the
     * text standing alone behind the start token. A text without tokens has zeros.
     */
    public List<float[]> meanStates(List<SpanText> texts) {
        return wholePrompts.meanStates(texts);
    }

    /** The same scores from whole prompts, without the span cache: slow, and what {@link #score} must agree with. */
    public List<Score> scoreUncached(List<ScoringTask> tasks, TagSet tags) {
        return tasks.stream().map(task -> wholePrompts.score(task, tags)).toList();
    }

    /**
     * Loss and gradients of one training step through cached spans: of each member of the function tag that all tasks ask for.
     *
     * @param targets as many as tasks
     */
    public List<Gradients> gradients(List<ScoringTask> tasks, TagSet tags, Targets targets) {
        return new CachedGradients(parts).step(tasks, tasks.get(0).requireTagIn(tags), tags, targets);
    }

    /** The same of a function tag with one member from whole prompts: slow, and what {@link #gradients} must agree with. */
    public Gradients gradientsUncached(List<ScoringTask> tasks, TagSet tags, Targets targets) {
        return wholePrompts.gradients(tasks, tags, targets);
    }

    /**
     * How well the model foretells texts behind a domain tag, all of their tokens (stage 1 of Tag-LLM).
     *
     * @param tag rows (p, d) that the texts stand behind
     * @param texts without start token; not empty
     */
    public TextLoss textLoss(Rows tag, List<SpanText> texts) {
        return wholePrompts.textLoss(tag, texts);
    }

    /** What a tag's rows begin as before anything is learned (d): the mean embedding, as long as embeddings are in the mean. */
    public float[] beginning() {
        return program.beginning();
    }

    /** Hidden states (T, d) of one whole prompt, without the span cache; for tests that compare row by row. */
    float[] hiddenStates(ScoringTask task, TagSet tags) {
        return wholePrompts.hiddenStates(task, tags);
    }

    /** The program, for tests that look inside. */
    LlamaProgram program() {
        return program;
    }

    @Override
    public void close() {
        program.close();
        tokenizer.close();
    }
}
