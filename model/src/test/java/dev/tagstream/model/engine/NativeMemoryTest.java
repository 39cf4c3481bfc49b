package dev.tagstream.model.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDManager;
import dev.tagstream.model.checkpoint.CheckpointFolder;
import dev.tagstream.model.program.EngineException;
import dev.tagstream.tags.TagSet;
import dev.tagstream.tags.prompt.SpanText;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What lives outside the Java heap: bounded, counted, and gone when it should be. */
class NativeMemoryTest {
    private static final Path GOLDEN = CheckpointFolder.golden(CheckpointFolder.PLAIN);
    private static final int WIDTH = 64;

    private final TagSet tags =
            RandomTags.ofWidth(WIDTH).with(new RandomTags(WIDTH, 2).function("Ensemble", 3, 2, RandomTags.MOLECULE));

    @Test
    void manyBatchesInASmallCacheLeaveArraysAndOnlyTheSpansItCounts() {
        long capacity = 64 * 1024; // some sixty rows: spans come and go with every batch
        try (LlamaEngine engine = LlamaEngine.open(GOLDEN, EngineOptions.DEFAULT.withSpanCacheBytes(capacity))) {
            engine.score(batch(engine, 0), tags);
            int arrays = arrays(engine.program().root());
            for (int i = 1; i <= 200; i++) {
                engine.score(batch(engine, i), tags);
                assertThat(engine.figures().domains())
                        .allSatisfy(domain -> assertThat(domain.bytes()).isBetween(1L, capacity));
                assertThat(engine.program().spansHeld())
                        .isEqualTo(engine.figures().blocks());
            }
            assertThat(arrays(engine.program().root())).isEqualTo(arrays);
            assertThat(engine.figures().misses()).isGreaterThan(200);
            assertThat(engine.figures().hits()).isGreaterThan(20);
        }
    }

    @Test
    void failedBatchesWholePromptsAndTrainingStepsLeaveNoArrays() {
        try (LlamaEngine engine = LlamaEngine.open(GOLDEN, EngineOptions.DEFAULT.withSpanCacheBytes(1))) {
            List<ScoringTask> tasks = batch(engine, 0);
            int arrays = arrays(engine.program().root());
            ScoringTask outOfVocabulary = new ScoringTask(
                    "Solubility", List.of(new SpanText("SMILES", new int[] {Integer.MIN_VALUE}, false)));
            for (int i = 0; i < 20; i++) {
                engine.scoreUncached(tasks, tags);
                engine.gradients(tasks.subList(0, 1), tags, Targets.exact(new float[] {1}));
                engine.gradientsUncached(tasks.subList(0, 1), tags, Targets.exact(new float[] {1}));
                assertThatThrownBy(() -> engine.score(List.of(outOfVocabulary), tags))
                        .isInstanceOf(EngineException.class);
            }
            assertThat(arrays(engine.program().root())).isEqualTo(arrays);
            assertThat(engine.figures().blocks()).isZero();
            assertThat(engine.program().spansHeld()).isZero();
            assertThat(engine.score(tasks, tags)).hasSameSizeAs(tasks);
        }
    }

    @Test
    void anEngineReopenedManyTimesLeavesNothing() {
        NDManager system;
        try (LlamaEngine engine = LlamaEngine.open(GOLDEN, EngineOptions.DEFAULT)) {
            system = engine.program().root().getParentManager();
        }
        int arrays = arrays(system);
        double first = Double.NaN;
        for (int i = 0; i < 20; i++) {
            NDManager root;
            try (LlamaEngine engine = LlamaEngine.open(GOLDEN, EngineOptions.DEFAULT)) {
                root = engine.program().root();
                double value = engine.score(batch(engine, 3), tags).get(0).value();
                first = i == 0 ? value : first;
                assertThat(value).isEqualTo(first);
            }
            assertThat(root.isOpen()).isFalse();
        }
        assertThat(arrays(system)).isEqualTo(arrays);
    }

    /** Four tasks; the protein stays for ten batches, molecules come back now and then. */
    private static List<ScoringTask> batch(LlamaEngine engine, int number) {
        String protein = "MTV" + "AG".repeat(number / 10 % 7);
        String smiles = "C".repeat(1 + number % 13) + "O".repeat(number % 3);
        return List.of(
                new ScoringTask(
                        "Affinity", List.of(engine.tokenize("Protein", protein), engine.tokenize("SMILES", smiles))),
                new ScoringTask(
                        "Affinity", List.of(engine.tokenize("Protein", protein), engine.tokenize("SMILES", "N"))),
                new ScoringTask("Solubility", List.of(engine.tokenize("SMILES", smiles))),
                new ScoringTask("Ensemble", List.of(engine.tokenize("SMILES", smiles + "F"))));
    }

    private static int arrays(NDManager manager) {
        return ((BaseNDManager) manager).getManagedArrays().size();
    }
}
