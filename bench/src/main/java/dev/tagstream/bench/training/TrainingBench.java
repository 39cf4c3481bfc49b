package dev.tagstream.bench.training;

import dev.tagstream.cli.bench.BenchTexts;
import dev.tagstream.cli.bench.PairPlan;
import dev.tagstream.model.engine.LlamaEngine;
import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.model.engine.Targets;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.TagSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/** The speed of training steps of one function tag: through cached spans, and on whole prompts. */
public final class TrainingBench {
    private static final int RUN = 32;

    private final LlamaEngine engine;
    private final TagSet tags;
    private final List<ScoringTask> pairs;
    private final Random random = new Random(1);

    /** @param pairs those of one target beside each other */
    private TrainingBench(LlamaEngine engine, TagSet tags, List<ScoringTask> pairs) {
        this.engine = engine;
        this.tags = tags;
        this.pairs = pairs;
    }

    /** Of every compound against every target. */
    public static TrainingBench of(LlamaEngine engine, TagSet tags, String function, BenchTexts texts) {
        BenchTexts usable = texts.tokenizable(engine);
        PairPlan plan = new PairPlan(
                PairPlan.Kind.PANEL,
                usable.compounds().size(),
                usable.targets().size(),
                usable.compounds().size());
        List<ScoringTask> pairs =
                usable.tokenize(engine, tags).tasks(plan, LongStream.range(0, plan.pairs()), List.of(function));
        return new TrainingBench(engine, tags, pairs);
    }

    /**
     * Pairs, and the seconds they took.
     *
     * @param encodingSeconds of which spans were encoded, once for all steps
     */
    public record Speed(long pairs, double seconds, double encodingSeconds) {
        public double pairsPerSecond() {
            return pairs / seconds;
        }
    }

    /** Steps of runs of one target each, as {@code batch} has room for; all spans are encoded before and timed apart. */
    public Speed throughTails(int steps, int batch, Consumer<Integer> done) {
        long start = System.nanoTime();
        engine.encode(pairs, tags);
        long encoded = System.nanoTime();
        step(batch(batch)); // the kernels of these shapes
        long begun = System.nanoTime();
        for (int step = 0; step < steps; step++) {
            step(batch(batch));
            done.accept((step + 1) * batch);
        }
        return new Speed((long) steps * batch, seconds(begun), (encoded - start) / 1e9);
    }

    private void step(List<ScoringTask> tasks) {
        engine.gradients(tasks, tags, targets(tasks.size()));
    }

    /** The same gradients from whole prompts, {@code batch} of like length at a time. */
    public Speed wholePrompts(int steps, int batch, Consumer<Integer> done) {
        FunctionTag function = tags.function(pairs.get(0).function()).orElseThrow();
        TagSet oneMember =
                tags.with(function.withMembers(List.of(function.members().get(0))));
        engine.gradientsUncached(batch(1), oneMember, targets(1));
        long begun = System.nanoTime();
        for (int step = 0; step < steps; step++) {
            engine.gradientsUncached(batch(batch), oneMember, targets(batch));
            done.accept((step + 1) * batch);
        }
        return new Speed((long) steps * batch, seconds(begun), 0);
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private Targets targets(int count) {
        float[] labels = new float[count];
        for (int i = 0; i < count; i++) {
            labels[i] = (float) random.nextGaussian();
        }
        return Targets.exact(labels);
    }

    private List<ScoringTask> batch(int size) {
        List<ScoringTask> batch = new ArrayList<>();
        while (batch.size() < size) {
            int length = Math.min(RUN, size - batch.size());
            int from = random.nextInt(Math.max(1, pairs.size() - length));
            List<ScoringTask> run = new ArrayList<>(pairs.subList(from, Math.min(from + length, pairs.size())));
            Collections.shuffle(run, random);
            batch.addAll(run);
        }
        return batch;
    }
}
