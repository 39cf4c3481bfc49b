package dev.tagstream.model.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.model.checkpoint.Checkpoint;
import dev.tagstream.model.checkpoint.LlamaConfig;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.TagSet;
import dev.tagstream.tags.prompt.SpanText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Learning through cached spans is learning on whole prompts: the same loss and the same gradients, of every member. */
class CachedGradientsTest {
    private static final double TOLERANCE = 1e-4; // of the norm
    private static final int PROMPTS = 24;
    private static final List<String> FUNCTIONS = List.of(
            "Affinity", "Solubility", "Ensemble", "Adjoining", "Synergy", "Repeated", "Deep", "LowRank", "Classes");

    private final Random random = new Random(30);

    static Stream<Path> cases() {
        return GoldenCases.folders().stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void areThoseOfWholePrompts(Path folder) {
        TagSet tags = tags(Checkpoint.open(folder).config());
        for (EngineOptions options : List.of(
                EngineOptions.DEFAULT,
                EngineOptions.DEFAULT.withSpanCacheBytes(1).withScratchBytes(100_000))) {
            try (LlamaEngine engine = LlamaEngine.open(folder, options)) {
                for (String name : FUNCTIONS) {
                    compare(engine, tags, tags.function(name).orElseThrow());
                }
            }
        }
    }

    private static TagSet tags(LlamaConfig config) {
        RandomTags more = new RandomTags(config.hiddenSize(), 31);
        return RandomTags.ofWidth(config.hiddenSize())
                .with(more.function("Ensemble", 3, 3, RandomTags.PAIR))
                .with(more.function("Adjoining", 3, 1, "{bos}{Protein}{SMILES}{function}"))
                .with(more.function("Synergy", 5, 2, "{bos}{SMILES} with {SMILES} in {Protein}:{function}"))
                .with(more.function("Repeated", 1, 1, "a {SMILES}{SMILES} of {Protein}{function}"))
                .with(more.extended("Deep", 3, 2, config.layers(), true, 0, List.of()))
                .with(more.extended("LowRank", 3, 2, config.layers(), false, 2, List.of()))
                .with(more.extended("Classes", 2, 2, config.layers(), true, 3, List.of("a", "b", "c")));
    }

    private void compare(LlamaEngine engine, TagSet tags, FunctionTag function) {
        List<ScoringTask> tasks = tasks(engine, function.id().name());
        Targets targets = targets(function);
        List<Gradients> cached = engine.gradients(tasks, tags, targets);
        assertThat(cached).hasSameSizeAs(function.members());
        for (int m = 0; m < cached.size(); m++) {
            FunctionTag alone = function.withMembers(List.of(function.members().get(m)));
            Gradients whole = engine.gradientsUncached(tasks, tags.with(alone), targets);
            Gradients ours = cached.get(m);
            String what = "%s, member %d".formatted(function.id().name(), m);
            assertSame(what + ", loss", new float[] {ours.loss()}, new float[] {whole.loss()});
            assertSame(what + ", rows", ours.rows(), whole.rows());
            assertSame(what + ", head", ours.head(), whole.head());
            assertThat(ours.deep()).hasSameSizeAs(whole.deep());
            if (whole.deep().length > 0) {
                assertSame(what + ", deep", ours.deep(), whole.deep());
            }
            assertThat(ours.lowRank()).hasSameSizeAs(whole.lowRank());
            if (whole.lowRank().length > 0) {
                assertSame(what + ", low rank", ours.lowRank(), whole.lowRank());
            }
        }
    }

    private static void assertSame(String what, float[] found, float[] expected) {
        assertThat(GoldenCases.difference(found, expected)).as(what).isLessThan(TOLERANCE);
    }

    /** Some labels are bounds, on either side. */
    private Targets targets(FunctionTag function) {
        float[] values = new float[PROMPTS];
        float[] under = new float[PROMPTS];
        float[] over = new float[PROMPTS];
        for (int i = 0; i < PROMPTS; i++) {
            values[i] = function.classes().isEmpty()
                    ? (float) random.nextGaussian()
                    : random.nextInt(function.classes().size());
            under[i] = i % 5 == 1 ? 0 : 1;
            over[i] = i % 5 == 2 ? 0 : 1;
        }
        return new Targets(values, under, over);
    }

    /** Of few proteins, so that prompts share them; one pair stands twice. */
    private List<ScoringTask> tasks(LlamaEngine engine, String function) {
        List<SpanText> proteins = RandomTags.texts(engine, "Protein", "ACDEFGHIKLMNPQRSTVWY", 4, 60, random);
        List<SpanText> molecules = RandomTags.texts(engine, "SMILES", "CNOFcno1=()", 12, 30, random);
        List<ScoringTask> tasks = new ArrayList<>();
        for (int i = 0; i < PROMPTS - 1; i++) {
            tasks.add(new ScoringTask(
                    function,
                    List.of(
                            proteins.get(random.nextInt(proteins.size())),
                            molecules.get(random.nextInt(molecules.size())),
                            molecules.get(random.nextInt(molecules.size())))));
        }
        tasks.add(tasks.get(0));
        return tasks;
    }
}
