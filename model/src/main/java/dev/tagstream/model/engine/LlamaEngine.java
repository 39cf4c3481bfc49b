package dev.tagstream.model.engine;

import dev.tagstream.model.checkpoint.Checkpoint;
import dev.tagstream.model.checkpoint.Fingerprint;
import dev.tagstream.model.checkpoint.LlamaConfig;
import dev.tagstream.model.tokenizer.Tokenizer;
import dev.tagstream.model.tokenizer.UntokenizableTextException;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.Rows;
import dev.tagstream.tags.TagSet;
import dev.tagstream.tags.file.CheckpointException;
import dev.tagstream.tags.prompt.SpanText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

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
    /** Rows of texts that run together without the span cache. */
    private static final int ROWS_TOGETHER = 4_096;
    /** A target that libtorch leaves out of the cross-entropy. */
    private static final long UNCOUNTED = -100;

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
        float[][] means = new float[texts.size()][];
        List<Integer> byLength = IntStream.range(0, texts.size())
                .boxed()
                .sorted(Comparator.comparingInt(i -> texts.get(i).ids().length))
                .toList();
        for (int from = 0; from < means.length; ) {
            int to = from + 1;
            while (to < means.length
                    && (to + 1 - from) * (1 + texts.get(byLength.get(to)).ids().length) <= ROWS_TOGETHER) {
                to++;
            }
            List<Integer> together = byLength.subList(from, to);
            List<float[]> found =
                    meanStatesTogether(together.stream().map(texts::get).toList());
            for (int i = 0; i < found.size(); i++) {
                means[together.get(i)] = found.get(i);
            }
            from = to;
        }
        return List.of(means);
    }

    private List<float[]> meanStatesTogether(List<SpanText> texts) {
        int longest =
                1 + texts.stream().mapToInt(text -> text.ids().length).max().orElseThrow();
        long[] ids = new long[texts.size() * longest]; // (B, T), padded at the end, which a causal row never sees
        for (int b = 0; b < texts.size(); b++) {
            ids[b * longest] = checkpoint.config().bosTokenId();
            int[] tokens = texts.get(b).ids();
            for (int t = 0; t < tokens.length; t++) {
                ids[b * longest + 1 + t] = tokens[t];
            }
        }
        float[] hidden = program.forward(ids, new long[ids.length], texts.size(), parts.newTagTable()); // (B, T, d)
        List<float[]> means = new ArrayList<>();
        for (int b = 0; b < texts.size(); b++) {
            means.add(mean(hidden, b * longest + 1, texts.get(b).ids().length));
        }
        return means;
    }

    private float[] mean(float[] hidden, int firstRow, int rows) {
        float[] mean = new float[width()];
        for (int row = firstRow; row < firstRow + rows; row++) {
            for (int c = 0; c < mean.length; c++) {
                mean[c] += hidden[row * mean.length + c] / rows;
            }
        }
        return mean;
    }

    /** The same scores from whole prompts, without the span cache: slow, and what {@link #score} must agree with. */
    public List<Score> scoreUncached(List<ScoringTask> tasks, TagSet tags) {
        return tasks.stream().map(task -> scoreWhole(task, tags)).toList();
    }

    private Score scoreWhole(ScoringTask task, TagSet tags) {
        FunctionTag function = function(task, tags);
        Context context = context(task, function, tags);
        int size = function.members().get(0).head().width();
        float[] read = new float[function.members().size() * size]; // (M, r, d)
        for (int m = 0; m < function.members().size(); m++) {
            TagTable table = parts.newTagTable();
            PromptBatch batch = WholePrompts.of(
                    List.of(PromptLayout.of(context, function.rows())),
                    function.members().get(m),
                    table,
                    checkpoint.config());
            float[] hidden = program.forward(batch.ids(), batch.first(), 1, table); // (1, T, d)
            parts.meter().add(parts.cost().wholePrompt(batch.length()));
            int end = (Math.toIntExact(batch.last()[0]) + 1) * width();
            System.arraycopy(hidden, end - size, read, m * size, size);
        }
        return LlamaBatch.score(function, ReadOut.of(function, read, 0, context.data()), context, task.truncated());
    }

    /**
     * Loss and gradients of one training step through cached spans: of each member of the function tag that all tasks ask for.
     *
     * @param targets as many as tasks
     */
    public List<Gradients> gradients(List<ScoringTask> tasks, TagSet tags, Targets targets) {
        return new TailLearning(parts).step(tasks, function(tasks.get(0), tags), tags, targets);
    }

    /** The same of a function tag with one member from whole prompts: slow, and what {@link #gradients} must agree with. */
    public Gradients gradientsUncached(List<ScoringTask> tasks, TagSet tags, Targets targets) {
        FunctionTag function = function(tasks.get(0), tags);
        TagTable table = parts.newTagTable();
        PromptBatch batch =
                WholePrompts.of(layOut(tasks, tags), function.members().get(0), table, checkpoint.config());
        TrainingStep step = new TrainingStep(function, checkpoint.config().layers(), tasks.size());
        return step.byMember(program.step(batch, table, step, targets)).get(0);
    }

    /**
     * How well the model foretells texts behind a domain tag, all of their tokens (stage 1 of Tag-LLM).
     *
     * @param tag rows (p, d) that the texts stand behind
     * @param texts without start token; not empty
     */
    public TextLoss textLoss(Rows tag, List<SpanText> texts) {
        TagTable table = parts.newTagTable();
        int firstId = table.add(tag);
        int longest = texts.stream().mapToInt(text -> text.ids().length).max().orElseThrow() + tag.rows();
        long[] ids = new long[texts.size() * longest];
        long[] targets = new long[ids.length];
        Arrays.fill(targets, UNCOUNTED);
        for (int b = 0; b < texts.size(); b++) {
            int[] tokens = texts.get(b).ids();
            int at = b * longest;
            for (int row = 0; row < tag.rows(); row++) {
                ids[at++] = (long) firstId + row;
            }
            for (int token : tokens) {
                targets[at - 1] = token;
                ids[at++] = token;
            }
        }
        StepResult result = program.nextTokens(ids, targets, texts.size(), table);
        return new TextLoss(result.losses()[0], result.tags());
    }

    /** What a tag's rows begin as before anything is learned (d): the mean embedding, as long as embeddings are in the mean. */
    public float[] beginning() {
        return program.beginning();
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
        FunctionTag.Member function = function(task, tags).members().get(0);
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
