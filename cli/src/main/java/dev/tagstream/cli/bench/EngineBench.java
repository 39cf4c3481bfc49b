package dev.tagstream.cli.bench;

import dev.tagstream.model.engine.LlamaEngine;
import dev.tagstream.model.engine.Score;
import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.tags.TagSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;

/**
 * The bare engine at work, without Kafka: a workload in batches, each run with an engine of its own, whose cache is empty.
 *
 * @param setup the engine
 * @param texts molecules and proteins
 * @param plan which of them meet, and in which order
 * @param batch pairs given to the engine at once
 */
public record EngineBench(EngineSetup setup, BenchTexts texts, PairPlan plan, int batch) {
    /** Prompts enough for libtorch to make its kernels, where each is run whole. */
    private static final int WARM_UP_PROMPTS = 4;

    /** The texts that the engine's tokenizer has tokens for. */
    public static BenchTexts tokenizable(EngineSetup setup, BenchTexts texts) {
        try (LlamaEngine engine = setup.open()) {
            return texts.tokenizable(engine);
        }
    }

    /** Runs the first batch with an engine that is thrown away: Java compiles and libtorch makes its kernels outside the measurement. */
    public void warmUp() {
        try (LlamaEngine engine = setup.open()) {
            long pairs = Math.min(plan.pairs(), setup.cached() ? batch : WARM_UP_PROMPTS);
            TagSet tags = setup.tags().apply(engine);
            List<ScoringTask> tasks =
                    texts.tokenize(engine, tags).tasks(plan, LongStream.range(0, pairs), setup.functions());
            work(engine, tasks, tags);
        }
    }

    /** One run from an empty cache; {@code progress} is told the pairs that are done. */
    public EngineRun run(LongConsumer progress) {
        ResidentMemory.resetPeak();
        try (LlamaEngine engine = setup.open()) {
            TagSet tags = setup.tags().apply(engine);
            OptionalLong resident = ResidentMemory.bytes();
            double[] values =
                    new double[Math.toIntExact(plan.pairs() * setup.functions().size())];
            int known = 0;
            long promptRows = 0;
            long mostCached = 0;
            long start = System.nanoTime();
            BenchTexts.Tokens tokens = texts.tokenize(engine, tags);
            double tokenizeSeconds = secondsSince(start);
            for (long from = 0; from < plan.pairs(); from += batch) {
                long to = Math.min(from + batch, plan.pairs());
                List<Score> scores =
                        work(engine, tokens.tasks(plan, LongStream.range(from, to), setup.functions()), tags);
                for (Score score : scores) {
                    values[known++] = score.value();
                    promptRows += score.tokenCount();
                }
                mostCached = Math.max(mostCached, engine.figures().cachedBytes());
                progress.accept(to);
            }
            double seconds = secondsSince(start);
            return new EngineRun(
                    plan.pairs(),
                    seconds,
                    tokenizeSeconds,
                    tokens.truncated(),
                    promptRows,
                    engine.figures(),
                    mostCached,
                    resident,
                    ResidentMemory.peakBytes(),
                    values);
        }
    }

    /** No scores where spans alone are encoded. */
    private List<Score> work(LlamaEngine engine, List<ScoringTask> tasks, TagSet tags) {
        if (plan.kind() == PairPlan.Kind.SPANS) {
            engine.encode(tasks, tags);
            return List.of();
        }
        return setup.cached() ? engine.score(tasks, tags) : engine.scoreUncached(tasks, tags);
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
