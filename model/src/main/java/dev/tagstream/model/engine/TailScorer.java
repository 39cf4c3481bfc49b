package dev.tagstream.model.engine;

import dev.tagstream.model.checkpoint.LlamaConfig;
import dev.tagstream.model.engine.PromptLayout.PlacedSpan;
import dev.tagstream.model.tag.FunctionTag;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Runs the rows outside spans of prompts whose spans are in use. Prompts of one function that begin with the same span attend to
 * it as one dense product; where too few share, all spans are each prompt's own.
 */
final class TailScorer {
    /** Prompts of one call; more would only grow the scratch memory. */
    private static final int PROMPTS_PER_CALL = 128;
    /** From this many prompts on, sharing the first span costs less than gathering it for each. */
    private static final int MIN_SHARED = 4;

    private final LlamaProgram program;
    private final SpanCache cache;
    private final LlamaConfig config;

    TailScorer(LlamaProgram program, SpanCache cache, LlamaConfig config) {
        this.program = program;
        this.cache = cache;
        this.config = config;
    }

    /** Read-outs (members, prompts) of prompts of one function, before scaling to the label's unit. */
    double[][] score(List<PromptLayout> prompts, FunctionTag function) {
        double[][] values = new double[function.members().size()][prompts.size()];
        for (Group group : groups(prompts)) {
            for (int from = 0; from < group.prompts().size(); from += PROMPTS_PER_CALL) {
                int to = Math.min(from + PROMPTS_PER_CALL, group.prompts().size());
                scoreCall(prompts, group.prompts().subList(from, to), group.shared(), function, values);
            }
        }
        return values;
    }

    /**
     * Prompts that run together, shortest own spans first.
     *
     * @param shared whether their first span is the same and attended to once
     * @param prompts indices
     */
    private record Group(boolean shared, List<Integer> prompts) {}

    private static List<Group> groups(List<PromptLayout> prompts) {
        Map<SpanKey, List<Integer>> byFirstSpan = new LinkedHashMap<>();
        for (int i = 0; i < prompts.size(); i++) {
            PlacedSpan first = prompts.get(i).spans().get(0);
            byFirstSpan.computeIfAbsent(first.key(), key -> new ArrayList<>()).add(i);
        }
        List<Group> groups = new ArrayList<>();
        List<Integer> alone = new ArrayList<>();
        for (List<Integer> indices : byFirstSpan.values()) {
            if (indices.size() >= MIN_SHARED) {
                groups.add(new Group(true, sortedByLength(indices, prompts)));
            } else {
                alone.addAll(indices);
            }
        }
        if (!alone.isEmpty()) {
            groups.add(new Group(false, sortedByLength(alone, prompts)));
        }
        return groups;
    }

    private static List<Integer> sortedByLength(List<Integer> indices, List<PromptLayout> prompts) {
        return indices.stream()
                .sorted(Comparator.comparingInt(i -> prompts.get(i).length()))
                .toList();
    }

    private void scoreCall(
            List<PromptLayout> all, List<Integer> indices, boolean shared, FunctionTag function, double[][] values) {
        List<PromptLayout> prompts = indices.stream().map(all::get).toList();
        TailBatch batch = batch(prompts, shared);
        for (int m = 0; m < function.members().size(); m++) {
            FunctionTag.Member member = function.members().get(m);
            TagTable tags = new TagTable(config.vocabularySize(), config.hiddenSize());
            tags.add(member.rows());
            float[] hidden = program.tail(batch, tags); // (B, d)
            float[] head = member.head().toArray();
            for (int b = 0; b < prompts.size(); b++) {
                values[m][indices.get(b)] = ReadOut.dot(hidden, b * config.hiddenSize(), head);
            }
        }
    }

    private TailBatch batch(List<PromptLayout> prompts, boolean shared) {
        PromptLayout model = prompts.get(0);
        int functionId = config.vocabularySize(); // the function tag is the table's only one
        long[] ids = prompts.stream()
                .flatMapToInt(prompt -> prompt.tailIds(functionId))
                .asLongStream()
                .toArray();
        long[] positions = prompts.stream()
                .flatMapToInt(prompt -> Arrays.stream(prompt.tailPositions()))
                .asLongStream()
                .toArray();
        PlacedSpan first = model.spans().get(0);
        int firstOwn = shared ? 1 : 0;
        int lastOwn = model.spans().size();
        List<PlacedSpan> own = IntStream.range(firstOwn, lastOwn)
                .boxed()
                .flatMap(s -> prompts.stream().map(prompt -> prompt.spans().get(s)))
                .toList();
        return new TailBatch(
                prompts.size(),
                ids,
                positions,
                shared ? cache.handle(first.key()) : -1,
                first.offset(),
                first.tailRowsBefore(),
                own.stream().mapToLong(span -> cache.handle(span.key())).toArray(),
                own.stream().mapToLong(PlacedSpan::rows).toArray(),
                own.stream().mapToLong(PlacedSpan::offset).toArray(),
                model.spans().subList(firstOwn, lastOwn).stream()
                        .mapToLong(PlacedSpan::tailRowsBefore)
                        .toArray());
    }
}
