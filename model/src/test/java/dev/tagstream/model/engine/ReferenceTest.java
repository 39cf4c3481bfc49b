package dev.tagstream.model.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.TagSet;
import dev.tagstream.tags.prompt.PromptTemplate.Segment;
import dev.tagstream.tags.prompt.SpanText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The engine against plain loops on what the golden cases lack: biases, linear rotary scaling, one key-value head for all, and
 * heads that are wider than the hidden state's share.
 */
class ReferenceTest {
    private static final ReferenceLlama.Shape SHAPE = new ReferenceLlama.Shape(20, 3, 3, 1, 10, 28, 100, 1e-5, 1000, 4);
    private static final Offset<Double> CLOSE = within(1e-4);
    private static final int BOS = 1;

    @TempDir
    static Path folder;

    private static ReferenceLlama reference;
    private static LlamaEngine engine;
    private static TagSet tags;

    @BeforeAll
    static void openEngine() throws IOException {
        reference = ReferenceCheckpoint.write(SHAPE, folder);
        engine = LlamaEngine.open(folder, EngineOptions.DEFAULT);
        RandomTags random = new RandomTags(SHAPE.width(), 3);
        tags = RandomTags.ofWidth(SHAPE.width())
                .with(random.function("Interaction", 3, 1, "{bos}{SMILES} with {SMILES}\n{function}"))
                .with(random.function("Bare", 1, 1, "{SMILES}{function}"))
                .with(random.function("Late", 2, 1, "{bos}A long text before {Protein}{SMILES}{function}"));
    }

    @AfterAll
    static void closeEngine() {
        engine.close();
    }

    @Test
    void hiddenStatesAgreeRowByRow() {
        for (ScoringTask task : tasks()) {
            float[] found = engine.hiddenStates(task, tags);
            double[][] expected = hidden(task);
            assertThat(found).hasSize(expected.length * SHAPE.width());
            for (int i = 0; i < found.length; i++) {
                assertThat((double) found[i])
                        .as("%s row %d", task.function(), i / SHAPE.width())
                        .isCloseTo(expected[i / SHAPE.width()][i % SHAPE.width()], CLOSE);
            }
        }
    }

    @Test
    void scoresAgreeWithAndWithoutCachedSpans() {
        List<ScoringTask> tasks = tasks();
        List<Score> cached = engine.score(tasks, tags);
        List<Score> again = engine.score(tasks, tags);
        List<Score> whole = engine.scoreUncached(tasks, tags);
        for (int i = 0; i < tasks.size(); i++) {
            double expected = value(tasks.get(i));
            assertThat(cached.get(i).value()).isCloseTo(expected, CLOSE);
            assertThat(again.get(i).value()).isCloseTo(expected, CLOSE);
            assertThat(whole.get(i).value()).isCloseTo(expected, CLOSE);
            assertThat(cached.get(i).tokenCount()).isEqualTo(hidden(tasks.get(i)).length);
        }
        assertThat(cached.stream().map(Score::value).distinct()).hasSameSizeAs(tasks);
    }

    /** Five pairs share a protein, two have another, molecules come alone and in twos. */
    private static List<ScoringTask> tasks() {
        List<ScoringTask> tasks = new ArrayList<>();
        for (String smiles : List.of("C", "CCO", "c1ccccc1C(=O)N", "N#N", "CC(C)(C)c1ccc2occ(CC(=O)Nc3ccccc3F)c2c1")) {
            tasks.add(task("Affinity", span("Protein", "MTVPDRSEIAGKLLPTAAAG"), span("SMILES", smiles)));
            tasks.add(task("Solubility", span("SMILES", smiles)));
            tasks.add(task("Interaction", span("SMILES", smiles), span("SMILES", "CCN")));
            tasks.add(task("Late", span("SMILES", smiles), span("Protein", "GSHM")));
        }
        tasks.add(task("Affinity", span("Protein", "MK"), span("SMILES", "CCO")));
        tasks.add(task("Affinity", span("Protein", "GSHMASMTGG"), span("SMILES", "O")));
        tasks.add(task("Bare", span("SMILES", "CCO")));
        tasks.add(task("Bare", span("SMILES", "")));
        return tasks;
    }

    private static double value(ScoringTask task) {
        FunctionTag function = tags.function(task.function()).orElseThrow();
        float[] head = function.members().get(0).head().toArray();
        double[][] hidden = hidden(task);
        double sum = 0;
        for (int i = 0; i < head.length; i++) {
            sum += head[i] * hidden[hidden.length - 1][i];
        }
        return function.targetMean() + function.targetStandardDeviation() * sum;
    }

    private static double[][] hidden(ScoringTask task) {
        FunctionTag function = tags.function(task.function()).orElseThrow();
        ReferenceLlama.Prompt prompt = reference.prompt();
        List<SpanText> left = new ArrayList<>(task.spans());
        for (Segment segment : function.template().segments()) {
            if (segment instanceof Segment.Bos) {
                prompt.text(BOS);
            } else if (segment instanceof Segment.Text text) {
                prompt.text(ids(text.text()));
            } else if (segment instanceof Segment.Span slot) {
                SpanText data = left.stream()
                        .filter(span -> span.domain().equals(slot.domain()))
                        .findFirst()
                        .orElseThrow();
                left.remove(data);
                prompt.span(tags.domain(slot.domain()).orElseThrow().rows().toArray(), data.ids());
            } else {
                prompt.function(function.members().get(0).rows().toArray());
            }
        }
        return prompt.hidden();
    }

    private static ScoringTask task(String function, SpanText... spans) {
        return new ScoringTask(function, List.of(spans));
    }

    private static SpanText span(String domain, String text) {
        return new SpanText(domain, ids(text), false);
    }

    /** The golden tokenizer: a token a character. */
    private static int[] ids(String text) {
        return text.chars()
                .map(character -> character == '\n' ? 3 : character - 28)
                .toArray();
    }
}
