package dev.tagstream.model.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.model.checkpoint.Checkpoint;
import dev.tagstream.model.learn.AdamW;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.Rows;
import dev.tagstream.tags.TagSet;
import dev.tagstream.tags.file.SafetensorsFile;
import dev.tagstream.tags.file.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The engine against numbers that transformers computed; see golden/README.md. {@code -Dgolden.dirs=DIR[,DIR]} adds cases. */
class GoldenTest {
    private static final double TOLERANCE = 1e-4;

    static Stream<Path> cases() {
        return GoldenCases.folders().stream();
    }

    static Stream<Path> taggedCases() {
        return cases().filter(folder -> Files.exists(folder.resolve("tagged.json")));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void hiddenStatesLogitsLossAndGradientAgreeOnPlainText(Path folder) {
        Checkpoint checkpoint = Checkpoint.open(folder);
        SafetensorsFile expected = SafetensorsFile.open(folder.resolve("expected.safetensors"));
        long[] ids = expected.tensor("ids").readLongs();
        try (LlamaProgram program =
                LlamaProgram.load(checkpoint, EngineOptions.DEFAULT.device(), EngineOptions.DEFAULT.dtype())) {
            List<float[]> found = program.nextToken(ids);
            List<String> names = List.of("hidden", "logits", "nll", "embed_grad");
            for (int i = 0; i < names.size(); i++) {
                assertThat(GoldenCases.difference(
                                found.get(i), expected.tensor(names.get(i)).read()))
                        .as(names.get(i))
                        .isLessThan(TOLERANCE);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("taggedCases")
    void hiddenStatesOfTaggedPromptsAgreeRowByRow(Path folder) throws IOException {
        TaggedGolden golden = TaggedGolden.read(folder);
        try (LlamaEngine engine = LlamaEngine.open(folder, EngineOptions.DEFAULT)) {
            for (int i = 0; i < golden.tasks().size(); i++) {
                float[] hidden = engine.hiddenStates(golden.tasks().get(i), golden.tags());
                assertThat(GoldenCases.difference(
                                hidden, golden.expected().tensor("hidden." + i).read()))
                        .as("hidden." + i)
                        .isLessThan(TOLERANCE);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("taggedCases")
    void predictionsAgreeWithAndWithoutCachedSpansInAnyOrder(Path folder) throws IOException {
        TaggedGolden golden = TaggedGolden.read(folder);
        float[] expected = golden.predictions();
        for (long cacheBytes : List.of(1L, 1L << 30)) {
            try (LlamaEngine engine = LlamaEngine.open(folder, EngineOptions.DEFAULT.withSpanCacheBytes(cacheBytes))) {
                assertThat(GoldenCases.difference(
                                values(engine.scoreUncached(golden.tasks(), golden.tags())), expected))
                        .isLessThan(TOLERANCE);
                assertThat(GoldenCases.difference(values(engine.score(golden.tasks(), golden.tags())), expected))
                        .isLessThan(TOLERANCE);
                List<Integer> order = new ArrayList<>();
                for (int i = 0; i < expected.length; i++) {
                    order.add(i);
                }
                Collections.shuffle(order, new Random(7));
                float[] shuffled = values(
                        engine.score(order.stream().map(golden.tasks()::get).toList(), golden.tags()));
                for (int i = 0; i < shuffled.length; i++) {
                    assertThat((double) shuffled[i]).isCloseTo(expected[order.get(i)], within(expected[order.get(i)]));
                }
            }
        }
    }

    /** What eight bits of mantissa cost; docs/performance.md states it. */
    @ParameterizedTest
    @MethodSource("taggedCases")
    void predictionsInBfloat16AreOffByHundredths(Path folder) throws IOException {
        TaggedGolden golden = TaggedGolden.read(folder);
        try (LlamaEngine engine = LlamaEngine.open(folder, EngineOptions.DEFAULT.withDtype(TensorType.BF16))) {
            double difference =
                    GoldenCases.difference(values(engine.score(golden.tasks(), golden.tags())), golden.predictions());
            System.out.printf(Locale.ROOT, "%s in bfloat16: %.2g%n", folder.getFileName(), difference);
            assertThat(difference).isBetween(TOLERANCE, 5e-2);
        }
    }

    @ParameterizedTest
    @MethodSource("taggedCases")
    void fiveTrainingStepsAgreeOnWholePrompts(Path folder) throws IOException {
        fiveTrainingStepsAgree(folder, LlamaEngine::gradientsUncached);
    }

    @ParameterizedTest
    @MethodSource("taggedCases")
    void fiveTrainingStepsAgreeThroughCachedSpans(Path folder) throws IOException {
        fiveTrainingStepsAgree(folder, (engine, tasks, tags, targets) -> engine.gradients(tasks, tags, targets)
                .get(0));
    }

    private interface StepOfOneMember {
        Gradients gradients(LlamaEngine engine, List<ScoringTask> tasks, TagSet tags, Targets targets);
    }

    private static void fiveTrainingStepsAgree(Path folder, StepOfOneMember how) throws IOException {
        TaggedGolden golden = TaggedGolden.read(folder);
        List<ScoringTask> tasks =
                golden.trained().stream().map(golden.tasks()::get).toList();
        String name = tasks.get(0).function();
        Targets targets = Targets.exact(golden.expected().tensor("train.labels").read());
        float[] losses = new float[5];
        try (LlamaEngine engine = LlamaEngine.open(folder, EngineOptions.DEFAULT)) {
            FunctionTag start = golden.tags().function(name).orElseThrow();
            FunctionTag.Member member = start.members().get(0);
            AdamW rows = new AdamW(member.rows().toArray());
            AdamW head = new AdamW(member.head().toArray());
            for (int step = 0; step < losses.length; step++) {
                TagSet tags = golden.tags().with(withMember(start, rows.parameters(), head.parameters()));
                Gradients gradients = how.gradients(engine, tasks, tags, targets);
                losses[step] = gradients.loss();
                rows.step(gradients.rows(), 1e-2);
                head.step(gradients.head(), 1e-2);
            }
            SafetensorsFile expected = golden.expected();
            assertThat(GoldenCases.difference(
                            losses, expected.tensor("train.losses").read()))
                    .isLessThan(TOLERANCE);
            assertThat(GoldenCases.difference(
                            rows.parameters(), expected.tensor("train.tag").read()))
                    .isLessThan(TOLERANCE);
            assertThat(GoldenCases.difference(
                            head.parameters(), expected.tensor("train.head").read()))
                    .isLessThan(TOLERANCE);
        }
    }

    @ParameterizedTest
    @MethodSource("taggedCases")
    void bfloat16StaysWithinItsOwnPrecision(Path folder) throws IOException {
        TaggedGolden golden = TaggedGolden.read(folder);
        try (LlamaEngine engine = LlamaEngine.open(folder, EngineOptions.DEFAULT.withDtype(TensorType.BF16))) {
            double difference =
                    GoldenCases.difference(values(engine.score(golden.tasks(), golden.tags())), golden.predictions());
            System.out.printf("%s in bfloat16: relative norm of the error %.1e%n", folder.getFileName(), difference);
            assertThat(difference).isBetween(1e-6, 5e-2);
        }
    }

    private static Offset<Double> within(float reference) {
        return Offset.offset(TOLERANCE * Math.max(1, Math.abs(reference)));
    }

    private static float[] values(List<Score> scores) {
        float[] values = new float[scores.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) scores.get(i).value();
        }
        return values;
    }

    private static FunctionTag withMember(FunctionTag tag, float[] rows, float[] head) {
        Rows shape = tag.members().get(0).rows();
        FunctionTag.Member member =
                new FunctionTag.Member(new Rows(shape.rows(), shape.width(), rows), TaggedGolden.head(head));
        return new FunctionTag(tag.id(), List.of(member), 0, 1, tag.unit(), tag.template());
    }
}
