package dev.tagstream.cli.bench;

import dev.tagstream.model.engine.LlamaEngine;
import dev.tagstream.model.engine.Score;
import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.TagSet;
import dev.tagstream.tags.file.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;

/**
 * How far the values of a run are from those of whole prompts in float32, the method as it is written down.
 *
 * @param pairs pairs that were compared
 * @param largest largest difference, in the unit of the label
 * @param largestRelative largest difference over the value it differs from
 * @param relativeNorm norm of all differences over the norm of all read-outs; a read-out is a value before the label's mean is added,
 *     which would hide most of a difference
 */
public record Agreement(long pairs, double largest, double largestRelative, double relativeNorm) {

    /** A value as it should be, on the scale of its function's labels. */
    private record Expected(int at, double value, double mean, double standardDeviation) {}

    /** What the runs of a bench are held to: a sample of its pairs, evenly spread, computed once. */
    public static final class Reference {
        private final long pairs;
        private final List<Expected> expected;

        private Reference(long pairs, List<Expected> expected) {
            this.pairs = pairs;
            this.expected = expected;
        }

        /** Computes it with an engine of its own; {@code progress} is told the pairs that are done. */
        public static Reference compute(EngineBench bench, long sample, LongConsumer progress) {
            EngineSetup setup = bench.setup();
            PairPlan plan = bench.plan();
            long pairs = Math.min(sample, plan.pairs());
            List<Expected> expected = new ArrayList<>();
            try (LlamaEngine engine =
                    LlamaEngine.open(setup.checkpoint(), setup.options().withDtype(TensorType.F32))) {
                TagSet tags = setup.tags().apply(engine);
                BenchTexts.Tokens tokens = bench.texts().tokenize(engine, tags);
                for (long i = 0; i < pairs; i++) {
                    long place = i * plan.pairs() / pairs;
                    List<ScoringTask> tasks = tokens.tasks(plan, LongStream.of(place), setup.functions());
                    List<Score> scores = engine.scoreUncached(tasks, tags);
                    for (int f = 0; f < scores.size(); f++) {
                        FunctionTag tag = tags.function(tasks.get(f).function()).orElseThrow();
                        expected.add(new Expected(
                                Math.toIntExact(place * scores.size() + f),
                                scores.get(f).value(),
                                tag.targetMean(),
                                tag.targetStandardDeviation()));
                    }
                    progress.accept(i + 1);
                }
            }
            return new Reference(pairs, expected);
        }

        public Agreement with(EngineRun run) {
            double largest = 0;
            double largestRelative = 0;
            double differences = 0;
            double readOuts = 0;
            for (Expected one : expected) {
                double difference = Math.abs(run.values()[one.at()] - one.value());
                largest = Math.max(largest, difference);
                largestRelative = Math.max(largestRelative, difference / Math.abs(one.value()));
                differences += square(difference / one.standardDeviation());
                readOuts += square((one.value() - one.mean()) / one.standardDeviation());
            }
            return new Agreement(pairs, largest, largestRelative, Math.sqrt(differences / readOuts));
        }

        private static double square(double x) {
            return x * x;
        }
    }
}
