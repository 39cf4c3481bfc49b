package dev.tagstream.model.engine;

import dev.tagstream.model.prompt.Prompt;
import dev.tagstream.model.prompt.Skeleton;
import dev.tagstream.model.prompt.TagTable;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.Rows;
import dev.tagstream.tags.TagSet;
import dev.tagstream.tags.prompt.SpanText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Whole prompts in one tensor with the span mask, as the method is written down, and texts by themselves: all without the span cache,
 * which must agree with it.
 */
final class WholePromptEngine {
    /** Rows of texts that run together. */
    private static final int ROWS_TOGETHER = 4_096;
    /** A target that libtorch leaves out of the cross-entropy. */
    private static final long UNCOUNTED = -100;

    private final EngineParts parts;
    private final int width;

    WholePromptEngine(EngineParts parts) {
        this.parts = parts;
        this.width = parts.config().hiddenSize();
    }

    Score score(ScoringTask task, TagSet tags) {
        FunctionTag function = task.requireTagIn(tags);
        Prompt prompt = prompt(task, tags);
        int size = function.members().get(0).head().width();
        float[] read = new float[function.members().size() * size]; // (M, r, d)
        for (int m = 0; m < function.members().size(); m++) {
            PromptBatch batch =
                    PromptBatch.of(List.of(prompt), function.members().get(m), parts.newTagTable());
            float[] hidden = parts.program().forward(batch); // (1, T, d)
            parts.meter().add(parts.cost().wholePrompt(batch.length()));
            int end = (Math.toIntExact(batch.last()[0]) + 1) * width;
            System.arraycopy(hidden, end - size, read, m * size, size);
        }
        return ReadOut.of(function, read, 0, prompt.data()).score(function, prompt, task.truncated());
    }

    /** Loss and gradients of one training step of a function tag with one member. */
    Gradients gradients(List<ScoringTask> tasks, TagSet tags, Targets targets) {
        FunctionTag function = tasks.get(0).requireTagIn(tags);
        PromptBatch batch = PromptBatch.of(
                tasks.stream().map(task -> prompt(task, tags)).toList(),
                function.members().get(0),
                parts.newTagTable());
        TrainingStep step = new TrainingStep(function, parts.config().layers(), tasks.size());
        return step.byMember(parts.program().step(batch, step, targets)).get(0);
    }

    /** Hidden states (T, d) of one prompt. */
    float[] hiddenStates(ScoringTask task, TagSet tags) {
        FunctionTag.Member function = task.requireTagIn(tags).members().get(0);
        return parts.program().forward(PromptBatch.of(List.of(prompt(task, tags)), function, parts.newTagTable()));
    }

    private Prompt prompt(ScoringTask task, TagSet tags) {
        FunctionTag function = task.requireTagIn(tags);
        return Prompt.of(Skeleton.of(function.template(), tags, parts.templateTokens()), task.spans());
    }

    /** See {@link LlamaEngine#meanStates}. */
    List<float[]> meanStates(List<SpanText> texts) {
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
            ids[b * longest] = parts.config().bosTokenId();
            int[] tokens = texts.get(b).ids();
            for (int t = 0; t < tokens.length; t++) {
                ids[b * longest + 1 + t] = tokens[t];
            }
        }
        float[] hidden =
                parts.program().forward(ids, new long[ids.length], texts.size(), parts.newTagTable()); // (B, T, d)
        List<float[]> means = new ArrayList<>();
        for (int b = 0; b < texts.size(); b++) {
            means.add(mean(hidden, b * longest + 1, texts.get(b).ids().length));
        }
        return means;
    }

    private float[] mean(float[] hidden, int firstRow, int rows) {
        float[] mean = new float[width];
        for (int row = firstRow; row < firstRow + rows; row++) {
            for (int c = 0; c < width; c++) {
                mean[c] += hidden[row * width + c] / rows;
            }
        }
        return mean;
    }

    /** See {@link LlamaEngine#textLoss}. */
    TextLoss textLoss(Rows tag, List<SpanText> texts) {
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
        StepResult result = parts.program().nextTokens(ids, targets, texts.size(), table);
        return new TextLoss(result.losses()[0], result.tags());
    }
}
