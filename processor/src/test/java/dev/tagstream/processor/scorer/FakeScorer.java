package dev.tagstream.processor.scorer;

import dev.tagstream.model.engine.PreparedBatch;
import dev.tagstream.model.engine.Score;
import dev.tagstream.model.engine.Scorer;
import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.model.engine.Workload;
import dev.tagstream.model.program.DeviceMemoryException;
import dev.tagstream.model.program.EngineException;
import dev.tagstream.model.tokenizer.UntokenizableTextException;
import dev.tagstream.tags.TagSet;
import dev.tagstream.tags.prompt.SpanText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A scorer without a model: one token per printable ASCII character, and a value that depends on data and tag rows as the
 * real one's does. Keeps {@link ScorerContract}; breaks on demand.
 */
public final class FakeScorer implements Scorer {
    public static final String MODEL = "fake-model";
    public static final String TOKENIZER = "fake-tokenizer";
    public static final int WIDTH = 4;

    private final @Nullable Scorer original;
    private final List<List<ScoringTask>> batches = new ArrayList<>();
    private Predicate<ScoringTask> breaksOn = task -> false;
    private Predicate<ScoringTask> notFiniteOn = task -> false;
    private Consumer<List<ScoringTask>> beforeBatch = batch -> {};
    private char untokenizable = '\0';
    private volatile int deviceTokens = Integer.MAX_VALUE;
    private boolean forgetful;

    public FakeScorer() {
        this(null);
    }

    /** @param original tokenises, and gives its name to tags and predictions; never asked to score, and not closed */
    public FakeScorer(@Nullable Scorer original) {
        this.original = original;
    }

    /** Every batch that holds such a task fails with an {@link EngineException}. */
    public FakeScorer breakingOn(Predicate<ScoringTask> culprit) {
        this.breaksOn = culprit;
        return this;
    }

    public FakeScorer notFiniteOn(Predicate<ScoringTask> culprit) {
        this.notFiniteOn = culprit;
        return this;
    }

    /** Batches of more data tokens fail with a {@link DeviceMemoryException}. */
    public FakeScorer withDeviceTokens(int tokens) {
        this.deviceTokens = tokens;
        return this;
    }

    /** Does not keep its batches, which a long run would fill the memory with. */
    public FakeScorer forgettingBatches() {
        this.forgetful = true;
        return this;
    }

    /** Has no token for {@code character}. */
    public FakeScorer withUntokenizable(char character) {
        this.untokenizable = character;
        return this;
    }

    /** Runs on the engine thread before each batch, those that fail included. */
    public FakeScorer beforeBatch(Consumer<List<ScoringTask>> action) {
        this.beforeBatch = action;
        return this;
    }

    /** Batches that succeeded, in their order. */
    public List<List<ScoringTask>> batches() {
        return List.copyOf(batches);
    }

    @Override
    public String modelFingerprint() {
        return original == null ? MODEL : original.modelFingerprint();
    }

    @Override
    public String tokenizerFingerprint() {
        return original == null ? TOKENIZER : original.tokenizerFingerprint();
    }

    @Override
    public int width() {
        return original == null ? WIDTH : original.width();
    }

    @Override
    public int layers() {
        return original == null ? 1 : original.layers();
    }

    @Override
    public SpanText tokenize(String domain, String text) {
        if (original != null) {
            return original.tokenize(domain, text);
        }
        int[] ids = text.chars().toArray();
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] < ' ' || ids[i] > '~' || ids[i] == untokenizable) {
                throw new UntokenizableTextException(
                        "%s: no token for U+%04X at character %d".formatted(domain, ids[i], i + 1));
            }
        }
        return new SpanText(domain, ids, false);
    }

    @Override
    public PreparedBatch prepare(List<ScoringTask> tasks, TagSet tags) {
        return new PreparedBatch() {
            @Override
            public Workload workload() {
                long tokens = tasks.stream().mapToInt(ScoringTask::dataTokens).sum();
                return new Workload(tokens, 4L * tasks.size(), tokens, tokens, tokens);
            }

            @Override
            public List<Score> score() {
                return scoreAll(tasks, tags);
            }

            @Override
            public void close() {}
        };
    }

    private List<Score> scoreAll(List<ScoringTask> tasks, TagSet tags) {
        beforeBatch.accept(tasks);
        int tokens = tasks.stream().mapToInt(ScoringTask::dataTokens).sum();
        if (tokens > deviceTokens) {
            throw new DeviceMemoryException("out of memory at %d tokens".formatted(tokens), null);
        }
        if (tasks.stream().anyMatch(breaksOn)) {
            throw new EngineException("this batch holds a culprit", null);
        }
        if (!forgetful) {
            batches.add(List.copyOf(tasks));
        }
        List<Score> scores = new ArrayList<>(FakeAnswers.of(tasks, tags));
        for (int i = 0; i < scores.size(); i++) {
            if (notFiniteOn.test(tasks.get(i))) {
                scores.set(i, notFinite(scores.get(i)));
            }
        }
        return scores;
    }

    private static Score notFinite(Score score) {
        return new Score(
                Double.NaN,
                score.standardDeviation(),
                score.probabilities(),
                score.unit(),
                score.functionTag(),
                score.domainTags(),
                score.tokenCount(),
                score.truncated());
    }

    @Override
    public void close() {}
}
