package dev.tagstream.model.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.model.checkpoint.Checkpoint;
import dev.tagstream.model.checkpoint.LlamaConfig;
import dev.tagstream.tags.TagSet;
import dev.tagstream.tags.prompt.SpanText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The one promise of the span cache: whatever it holds, and whatever is scored together, the numbers are those of whole prompts. */
class CachedEqualsUncachedTest {
    private static final double TOLERANCE = 1e-4; // of the norm
    private static final int TASKS = 500;
    private static final List<String> FUNCTIONS = List.of(
            "Affinity",
            "Solubility",
            "Ensemble",
            "Adjoining",
            "Leading",
            "Synergy",
            "Repeated",
            "Deep",
            "LowRank",
            "Classes");

    private final Random random = new Random(20);

    static Stream<Path> cases() {
        return GoldenCases.folders().stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void inAnyOrderWithAnyMixOfFunctionsAndAnyCache(Path folder) {
        TagSet tags = tags(Checkpoint.open(folder).config());
        List<ScoringTask> tasks = new ArrayList<>();
        List<Score> expected = new ArrayList<>();
        try (LlamaEngine engine = LlamaEngine.open(folder, EngineOptions.DEFAULT)) {
            tasks.addAll(tasks(engine));
            expected.addAll(engine.scoreUncached(tasks, tags));
        }
        EngineOptions plenty = EngineOptions.DEFAULT;
        for (EngineOptions options : List.of(
                plenty,
                plenty.withSpanCacheBytes(1),
                plenty.withSpanCacheBytes(60_000), // a few of the spans
                plenty.withScratchBytes(100_000))) { // a few prompts a call
            try (LlamaEngine engine = LlamaEngine.open(folder, options)) {
                for (int round = 0; round < 2; round++) {
                    double difference = difference(scoreShuffled(engine, tasks, tags), expected);
                    assertThat(difference)
                            .as("round %d with %s", round, options)
                            .isLessThan(TOLERANCE);
                }
            }
        }
    }

    private static TagSet tags(LlamaConfig config) {
        int width = config.hiddenSize();
        RandomTags more = new RandomTags(width, 12);
        return RandomTags.ofWidth(width)
                .with(more.extended("Deep", 3, 2, config.layers(), true, 0, List.of()))
                .with(more.extended("LowRank", 3, 2, config.layers(), false, 2, List.of()))
                .with(more.extended("Classes", 2, 2, config.layers(), true, 3, List.of("a", "b", "c")))
                .with(more.function("Ensemble", 3, 3, RandomTags.PAIR))
                .with(more.function("Adjoining", 3, 1, "{bos}{Protein}{SMILES}{function}"))
                .with(more.function("Leading", 2, 2, "{Protein}{SMILES}\n{function}"))
                .with(more.function("Synergy", 5, 1, "{bos}{SMILES} with {SMILES} in {Protein}:{function}"))
                .with(more.function("Repeated", 1, 1, "a {SMILES}{SMILES} of {Protein}{function}"));
    }

    /** Of few proteins and molecules, so that prompts share one, both or neither, and several functions are asked of one pair. */
    private List<ScoringTask> tasks(LlamaEngine engine) {
        List<SpanText> proteins = RandomTags.texts(engine, "Protein", "ACDEFGHIKLMNPQRSTVWY", 12, 120, random);
        List<SpanText> molecules = RandomTags.texts(engine, "SMILES", "CNOFcno1=()", 40, 50, random);
        List<ScoringTask> tasks = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            tasks.add(new ScoringTask(any(FUNCTIONS), List.of(any(proteins), any(molecules), any(molecules))));
        }
        return tasks;
    }

    private <T> T any(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    /** In batches of any size, each prepared while the one before it is still to be scored. */
    private List<Score> scoreShuffled(LlamaEngine engine, List<ScoringTask> tasks, TagSet tags) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < tasks.size(); i++) {
            order.add(i);
        }
        Collections.shuffle(order, random);
        Score[] scores = new Score[tasks.size()];
        List<List<Integer>> batches = new ArrayList<>();
        for (int from = 0; from < order.size(); ) {
            int to = Math.min(order.size(), from + 1 + random.nextInt(150));
            batches.add(order.subList(from, to));
            from = to;
        }
        List<PreparedBatch> prepared = new ArrayList<>();
        for (int b = 0; b <= batches.size(); b++) {
            if (b < batches.size()) {
                prepared.add(
                        engine.prepare(batches.get(b).stream().map(tasks::get).toList(), tags));
            }
            if (b > 0) {
                try (PreparedBatch batch = prepared.get(b - 1)) {
                    List<Score> found = batch.score();
                    for (int i = 0; i < found.size(); i++) {
                        scores[batches.get(b - 1).get(i)] = found.get(i);
                    }
                }
            }
        }
        return List.of(scores);
    }

    private static double difference(List<Score> found, List<Score> expected) {
        double squares = 0;
        double norm = 0;
        for (int i = 0; i < expected.size(); i++) {
            Score score = found.get(i);
            Score reference = expected.get(i);
            squares += square(score.value() - reference.value());
            squares += square(deviation(score) - deviation(reference));
            for (int c = 0; c < reference.probabilities().size(); c++) {
                squares += square(
                        score.probabilities().get(c) - reference.probabilities().get(c));
            }
            norm += square(reference.value() - 6) + square(deviation(reference)); // 6 is the mean of the target
            assertThat(score.tokenCount()).isEqualTo(reference.tokenCount());
            assertThat(score.functionTag()).isEqualTo(reference.functionTag());
            assertThat(score.domainTags()).isEqualTo(reference.domainTags());
        }
        return Math.sqrt(squares / norm);
    }

    private static double deviation(Score score) {
        return score.standardDeviation().orElse(0);
    }

    private static double square(double value) {
        return value * value;
    }
}
