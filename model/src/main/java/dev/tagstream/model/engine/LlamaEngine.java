package dev.tagstream.model.engine;

import dev.tagstream.model.checkpoint.Checkpoint;
import dev.tagstream.model.checkpoint.CheckpointException;
import dev.tagstream.model.checkpoint.Fingerprint;
import dev.tagstream.model.checkpoint.LlamaConfig;
import dev.tagstream.model.prompt.SpanText;
import dev.tagstream.model.tag.FunctionTag;
import dev.tagstream.model.tag.Rows;
import dev.tagstream.model.tag.TagSet;
import dev.tagstream.model.tokenizer.Tokenizer;
import dev.tagstream.model.tokenizer.UntokenizableTextException;
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
        this.modelFingerprint = Fingerprint.ofModel(checkpoint);
    }

    /** Opens a checkpoint folder; throws {@link CheckpointException} with a sentence for a person if it can't be used. */
    public static LlamaEngine open(Path folder, EngineOptions options) {
        Checkpoint checkpoint = Checkpoint.open(folder);
        refuseLimitsOverPositions(checkpoint.config(), options);
        Tokenizer tokenizer = Tokenizer.open(checkpoint.tokenizerFile());
        try {
            return new LlamaEngine(checkpoint, options, tokenizer, LlamaProgram.load(checkpoint, options));
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

    /** What this engine has done, and what its span cache holds. */
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

    /** The same scores from whole prompts, without the span cache: slow, and what {@link #score} must agree with. */
    public List<Score> scoreUncached(List<ScoringTask> tasks, TagSet tags) {
        return tasks.stream().map(task -> scoreWhole(task, tags)).toList();
    }

    private Score scoreWhole(ScoringTask task, TagSet tags) {
        FunctionTag function = function(task, tags);
        Context context = context(task, function, tags);
        double[] readOuts = function.members().stream()
                .mapToDouble(member -> {
                    TagTable table = parts.newTagTable();
                    PromptBatch batch = WholePrompts.of(
                            List.of(PromptLayout.of(context, member.rows().rows())),
                            member.rows(),
                            table,
                            checkpoint.config());
                    float[] hidden = program.forward(batch.ids(), batch.first(), 1, table); // (1, T, d)
                    parts.meter().add(parts.cost().wholePrompt(batch.length()));
                    int last = Math.toIntExact(batch.last()[0]) * width();
                    return ReadOut.dot(hidden, last, member.head().toArray());
                })
                .toArray();
        return LlamaBatch.score(function, readOuts, context, task.truncated());
    }

    /**
     * Loss and gradients of one training step on whole prompts; loss = 100 x mean((head . h - label)^2).
     *
     * @param tasks all of one function with one member
     * @param labels standardised, as many as tasks
     */
    public Gradients gradients(List<ScoringTask> tasks, TagSet tags, float[] labels) {
        FunctionTag function = function(tasks.get(0), tags);
        FunctionTag.Member member = function.members().get(0);
        TagTable table = parts.newTagTable();
        PromptBatch batch = WholePrompts.of(layOut(tasks, tags), member.rows(), table, checkpoint.config());
        StepResult step = program.step(batch, table, member.head().toArray(), labels);
        int functionValues = member.rows().rows() * width(); // the function tag stands first in the table
        return new Gradients(step.loss(), Arrays.copyOf(step.tags(), functionValues), step.head());
    }

    private List<PromptLayout> layOut(List<ScoringTask> tasks, TagSet tags) {
        return tasks.stream()
                .map(task -> {
                    FunctionTag function = function(task, tags);
                    return PromptLayout.of(
                            context(task, function, tags),
                            function.members().get(0).rows().rows());
                })
                .toList();
    }

    private Context context(ScoringTask task, FunctionTag function, TagSet tags) {
        return Context.of(Skeleton.of(function.template(), tags, parts.templateTokens()), task.spans());
    }

    private static FunctionTag function(ScoringTask task, TagSet tags) {
        return task.tagIn(tags).orElseThrow(() -> new IllegalArgumentException("no function tag " + task.function()));
    }

    /** Hidden states (T, d) of one whole prompt, without the span cache; for tests that compare row by row. */
    float[] hiddenStates(ScoringTask task, TagSet tags) {
        TagTable table = parts.newTagTable();
        Rows function = function(task, tags).members().get(0).rows();
        PromptBatch batch = WholePrompts.of(layOut(List.of(task), tags), function, table, checkpoint.config());
        return program.forward(batch.ids(), batch.first(), 1, table);
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
