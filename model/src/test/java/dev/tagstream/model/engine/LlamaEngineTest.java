package dev.tagstream.model.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.BaseNDManager;
import dev.tagstream.model.program.EngineException;
import dev.tagstream.model.tokenizer.UntokenizableTextException;
import dev.tagstream.tags.DomainTag;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.Rows;
import dev.tagstream.tags.TagId;
import dev.tagstream.tags.TagSet;
import dev.tagstream.tags.file.CheckpointException;
import dev.tagstream.tags.prompt.PromptTemplate;
import dev.tagstream.tags.prompt.SpanText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LlamaEngineTest {
    private static final Path FOLDER = GoldenCases.resource("/golden/llama-mha-f32");
    private static final int WIDTH = 64;
    private static final String AFFINITY = "BindingAffinity";
    private static final String SOLUBILITY = "Solubility";

    private final Random random = new Random(11);
    private final TagSet tags = TagSet.EMPTY
            .with(domain("Protein"))
            .with(domain("SMILES"))
            .with(function(AFFINITY, "{bos}{Protein}\n{SMILES}\n{function}", member()))
            .with(function(SOLUBILITY, "{bos}{SMILES}\n{function}", member()));

    @Test
    void aThousandBatchesLeaveNativeMemoryWhereItWas() {
        try (LlamaEngine engine = LlamaEngine.open(FOLDER, EngineOptions.DEFAULT.withSpanCacheBytes(0))) {
            List<ScoringTask> tasks = List.of(pair(engine, "MTVPDRSEIAG", "CCO"), pair(engine, "MTVP", "c1ccccc1"));
            engine.score(tasks, tags);
            int before = liveArrays(engine);
            for (int i = 0; i < 1000; i++) {
                engine.score(tasks, tags);
            }
            assertThat(liveArrays(engine)).isEqualTo(before);
            assertThat(engine.figures().blocks()).isZero();
            assertThat(engine.program().spansHeld()).isZero();
            assertThat(engine.figures().misses()).isEqualTo(1001L * 4);
        }
    }

    private static int liveArrays(LlamaEngine engine) {
        return ((BaseNDManager) engine.program().root()).getManagedArrays().size();
    }

    @Test
    void theScoreOfAPromptDoesNotDependOnItsNeighbours() {
        try (LlamaEngine engine = LlamaEngine.open(FOLDER, EngineOptions.DEFAULT)) {
            List<ScoringTask> tasks = new ArrayList<>();
            for (String smiles :
                    List.of("C", "CCO", "c1ccccc1C(=O)N", "CC(C)(C)c1ccc2occ(CC(=O)Nc3ccccc3F)c2c1", "O")) {
                tasks.add(pair(engine, "MTVPDRSEIAG", smiles));
                tasks.add(pair(engine, "MKKLLPTAAAGLLLLAAQPAMA", smiles));
                tasks.add(new ScoringTask(SOLUBILITY, List.of(engine.tokenize("SMILES", smiles))));
            }
            List<Score> together = engine.score(tasks, tags);
            for (int i = 0; i < tasks.size(); i++) {
                Score alone = engine.score(List.of(tasks.get(i)), tags).get(0);
                Score whole = engine.scoreUncached(List.of(tasks.get(i)), tags).get(0);
                assertThat(together.get(i).value()).isCloseTo(alone.value(), within(1e-4));
                assertThat(together.get(i).value()).isCloseTo(whole.value(), within(1e-4));
                assertThat(together.get(i).functionTag().name())
                        .isEqualTo(tasks.get(i).function());
                assertThat(together.get(i).tokenCount()).isEqualTo(whole.tokenCount());
            }
        }
    }

    @Test
    void anEnsembleGivesMeanAndStandardDeviationOfItsMembers() {
        List<FunctionTag.Member> members = List.of(member(), member(), member());
        String template = "{bos}{Protein}\n{SMILES}\n{function}";
        try (LlamaEngine engine = LlamaEngine.open(FOLDER, EngineOptions.DEFAULT)) {
            ScoringTask task = pair(engine, "MTVPDRSEIAG", "CCO");
            double[] alone = members.stream()
                    .mapToDouble(member -> engine.score(List.of(task), tags.with(function(AFFINITY, template, member)))
                            .get(0)
                            .value())
                    .toArray();
            Score ensemble = engine.score(
                            List.of(task),
                            tags.with(function(AFFINITY, template, members.toArray(FunctionTag.Member[]::new))))
                    .get(0);
            double mean = (alone[0] + alone[1] + alone[2]) / 3;
            double squares = Math.pow(alone[0] - mean, 2) + Math.pow(alone[1] - mean, 2) + Math.pow(alone[2] - mean, 2);
            assertThat(ensemble.value()).isCloseTo(mean, within(1e-5));
            assertThat(ensemble.standardDeviation().orElseThrow()).isCloseTo(Math.sqrt(squares / 2), within(1e-5));
            assertThat(ensemble.standardDeviation().orElseThrow()).isPositive();
        }
    }

    @Test
    void theStatesReadAreWhatTheHeadsAreGiven() {
        try (LlamaEngine engine = LlamaEngine.open(FOLDER, EngineOptions.DEFAULT)) {
            TagSet used = tags.with(function(AFFINITY, "{bos}{Protein}\n{SMILES}\n{function}", member(), member()));
            List<ScoringTask> tasks = List.of(pair(engine, "MTVPDRSEIAG", "CCO"), pair(engine, "MTVP", "c1ccccc1"));
            List<Score> scores = engine.score(tasks, used);
            List<float[]> read = engine.statesRead(tasks, used);
            FunctionTag function = used.function(AFFINITY).orElseThrow();
            for (int i = 0; i < tasks.size(); i++) {
                assertThat(ReadOut.of(function, read.get(i), 0, List.of()).value())
                        .isEqualTo(scores.get(i).value());
            }
        }
    }

    /** Texts of several lengths run together, which must not show. */
    @Test
    void meanStatesAreThoseOfTheTextAlone() {
        try (LlamaEngine engine = LlamaEngine.open(FOLDER, EngineOptions.DEFAULT)) {
            List<SpanText> texts = Stream.of("CCO", "c1ccccc1C(=O)N", "C", "")
                    .map(smiles -> engine.tokenize("SMILES", smiles))
                    .toList();
            List<float[]> together = engine.meanStates(texts);
            for (int i = 0; i < texts.size(); i++) {
                assertThat(together.get(i))
                        .usingComparatorWithPrecision(1e-5f)
                        .containsExactly(
                                engine.meanStates(List.of(texts.get(i))).get(0));
            }
            assertThat(together.get(3)).containsOnly(0f);
            assertThat(together.get(0)).isNotEqualTo(together.get(1));
        }
    }

    @Test
    void overlongDataIsCutInsideItsSpanAndSaidSo() {
        EngineOptions options = EngineOptions.DEFAULT.withSpanLimits(Map.of("Protein", 5));
        try (LlamaEngine engine = LlamaEngine.open(FOLDER, options)) {
            assertThat(engine.tokenize("Protein", "MTVPD").truncated()).isFalse();
            SpanText cut = engine.tokenize("Protein", "MTVPDRSEIAG");
            assertThat(cut.truncated()).isTrue();
            assertThat(cut).isEqualTo(engine.tokenize("Protein", "MTVPD"));
            Score score = engine.score(List.of(pair(engine, "MTVPDRSEIAG", "CCO")), tags)
                    .get(0);
            assertThat(score.truncated()).isTrue();
            assertThat(score.tokenCount()).isEqualTo(1 + (4 + 5) + 1 + (4 + 3) + 1 + 4);
        }
    }

    @Test
    void namesTheCharacterThatHasNoToken() {
        try (LlamaEngine engine = LlamaEngine.open(FOLDER, EngineOptions.DEFAULT)) {
            assertThatThrownBy(() -> engine.tokenize("SMILES", "CC\u00e9C"))
                    .isInstanceOf(UntokenizableTextException.class)
                    .hasMessageContaining("U+00E9")
                    .hasMessageContaining("position 3");
        }
    }

    /** A learner that is not done when its process ends goes on for a call: on memory that is freed, the JVM would crash. */
    @Test
    void closingWaitsForTheCallInHandAndRefusesThoseThatCome() throws InterruptedException {
        LlamaEngine closing = LlamaEngine.open(FOLDER, EngineOptions.DEFAULT);
        SpanText molecule = closing.tokenize("SMILES", "CCO");
        CountDownLatch working = new CountDownLatch(3);
        AtomicReference<Throwable> end = new AtomicReference<>();
        Thread learner = new Thread(() -> {
            while (true) {
                closing.score(List.of(new ScoringTask(SOLUBILITY, List.of(molecule))), tags);
                working.countDown();
            }
        });
        learner.setUncaughtExceptionHandler((thread, failure) -> end.set(failure));
        learner.start();
        working.await();

        closing.close();
        learner.join();

        assertThat(end.get()).isInstanceOf(EngineException.class).hasMessage("the engine is closed");
    }

    @Test
    void refusesLimitsThatTheModelHasNoPositionsFor() {
        EngineOptions options = EngineOptions.DEFAULT.withSpanLimits(Map.of("Protein", 400, "SMILES", 100));
        assertThatThrownBy(() -> LlamaEngine.open(FOLDER, options))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("500")
                .hasMessageContaining("512");
    }

    private static ScoringTask pair(LlamaEngine engine, String protein, String smiles) {
        return new ScoringTask(
                AFFINITY, List.of(engine.tokenize("Protein", protein), engine.tokenize("SMILES", smiles)));
    }

    private DomainTag domain(String name) {
        return new DomainTag(new TagId(name, 1, name), rows(4));
    }

    private FunctionTag function(String name, String template, FunctionTag.Member... members) {
        return new FunctionTag(
                new TagId(name, 1, name), List.of(members), 0, 1, "none", PromptTemplate.parse(template));
    }

    private FunctionTag.Member member() {
        return new FunctionTag.Member(rows(4), rows(1));
    }

    private Rows rows(int count) {
        float[] values = new float[count * WIDTH];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian() * 0.3f;
        }
        return new Rows(count, WIDTH, values);
    }
}
