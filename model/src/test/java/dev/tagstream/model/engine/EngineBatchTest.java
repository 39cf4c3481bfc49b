package dev.tagstream.model.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tagstream.model.checkpoint.CheckpointFolder;
import dev.tagstream.tags.DomainTag;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.TagId;
import dev.tagstream.tags.TagSet;
import dev.tagstream.tags.file.CheckpointException;
import dev.tagstream.tags.prompt.SpanText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineBatchTest {
    private static final Path GOLDEN = CheckpointFolder.golden(CheckpointFolder.PLAIN);
    private static final int WIDTH = 64;
    private static final Offset<Double> CLOSE = within(1e-4);
    private static final List<String> MOLECULES =
            List.of("CCO", "c1ccccc1C(=O)N", "CC(C)(C)c1ccc2occ(CC(=O)Nc3ccccc3F)c2c1", "N", "O=C(O)c1ccccc1OC(C)=O");

    private final TagSet tags = RandomTags.ofWidth(WIDTH);
    private LlamaEngine engine;

    @BeforeEach
    void open() {
        engine = LlamaEngine.open(GOLDEN, EngineOptions.DEFAULT);
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void promptsOfUnequalLengthScoreTogetherAsTheyDoAlone() {
        for (List<ScoringTask> tasks : List.of(pairs("MTVPDRSEIAG"), pairsWithProteinsOfTheirOwn(), molecules())) {
            List<Score> together = engine.score(tasks, tags);
            List<Score> whole = engine.scoreUncached(tasks, tags);
            for (int i = 0; i < tasks.size(); i++) {
                List<ScoringTask> alone = List.of(tasks.get(i));
                double expected = engine.scoreUncached(alone, tags).get(0).value();
                assertThat(whole.get(i).value()).isCloseTo(expected, CLOSE);
                assertThat(together.get(i).value()).isCloseTo(expected, CLOSE);
                assertThat(engine.score(alone, tags).get(0).value()).isCloseTo(expected, CLOSE);
            }
            assertThat(together.stream().map(Score::value).distinct()).hasSize(tasks.size());
        }
    }

    @Test
    void mixedFunctionsKeepTheOrderOfTheirTasks() {
        List<ScoringTask> tasks = new ArrayList<>();
        for (String smiles : MOLECULES) {
            tasks.add(molecule(smiles));
            tasks.add(pair("MKKLLPTAAAG", smiles));
        }
        List<Score> scores = engine.score(tasks, tags);
        for (int i = 0; i < tasks.size(); i++) {
            ScoringTask task = tasks.get(i);
            assertThat(scores.get(i).functionTag().name()).isEqualTo(task.function());
            assertThat(scores.get(i).domainTags())
                    .extracting(TagId::name)
                    .isEqualTo(task.spans().stream().map(SpanText::domain).toList());
            assertThat(scores.get(i).value())
                    .isCloseTo(engine.scoreUncached(List.of(task), tags).get(0).value(), CLOSE);
        }
    }

    @Test
    void anEmptyBatchHasNoScores() {
        assertThat(engine.score(List.of(), tags)).isEmpty();
    }

    @Test
    void cutsDataOnlyAndSaysSo() {
        EngineOptions options = EngineOptions.DEFAULT.withSpanLimits(Map.of("SMILES", 5));
        try (LlamaEngine cutting = LlamaEngine.open(GOLDEN, options)) {
            SpanText whole = cutting.tokenize("SMILES", "CCOCC");
            SpanText cut = cutting.tokenize("SMILES", "CCOCCNCCBr");
            assertThat(whole.truncated()).isFalse();
            assertThat(cut.truncated()).isTrue();
            assertThat(cut.ids()).containsExactly(whole.ids());
            SpanText protein = cutting.tokenize("Protein", "MTVPDRSEIAG");
            List<Score> scores = cutting.score(
                    List.of(
                            new ScoringTask("Affinity", List.of(protein, whole)),
                            new ScoringTask("Affinity", List.of(protein, cut))),
                    tags);
            assertThat(scores).extracting(Score::truncated).containsExactly(false, true);
            assertThat(scores.get(1).value()).isCloseTo(scores.get(0).value(), CLOSE);
            // bos, 3 + 11 rows of protein, " and ", 2 + 5 rows of molecule, ": ", 4 rows of function tag
            assertThat(scores).extracting(Score::tokenCount).containsOnly(1 + 14 + 5 + 7 + 2 + 4);
        }
    }

    @Test
    void namesTheDomainThatATaskHoldsNoDataFor() {
        ScoringTask task = new ScoringTask("Affinity", List.of(engine.tokenize("SMILES", "CCO")));
        assertThatThrownBy(() -> engine.score(List.of(task), tags))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no data for domain Protein");
    }

    @Test
    void namesTheFunctionThatHasNoTag() {
        ScoringTask task = new ScoringTask("Toxicity", List.of(engine.tokenize("SMILES", "CCO")));
        assertThatThrownBy(() -> engine.score(List.of(task), tags))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no function tag Toxicity");
    }

    @Test
    void aNewFunctionTagNeedsNoSpanEncodedAgainAndANewDomainTagDoes() {
        List<ScoringTask> tasks = pairs("MTVPDRSEIAG");
        List<Score> before = engine.score(tasks, tags);
        long misses = engine.figures().misses();
        FunctionTag function = new RandomTags(WIDTH, 8).function("Affinity", 7, 1, RandomTags.PAIR);
        engine.score(tasks, tags.with(function));
        assertThat(engine.figures().misses()).isEqualTo(misses).isEqualTo(1 + MOLECULES.size());
        DomainTag domain = new DomainTag(
                new TagId("SMILES", 2, ""),
                new RandomTags(WIDTH, 9).domain("SMILES", 2).rows());
        List<Score> after = engine.score(tasks, tags.with(domain));
        assertThat(engine.figures().misses()).isEqualTo(misses + MOLECULES.size());
        for (int i = 0; i < tasks.size(); i++) {
            assertThat(after.get(i).value()).isNotCloseTo(before.get(i).value(), CLOSE);
            assertThat(after.get(i).domainTags()).contains(domain.id());
        }
    }

    @Test
    void aCandidateOnTrialCostsTheRowsOfItsTagAlone() {
        FunctionTag candidate = renumbered(new RandomTags(WIDTH, 8).function("Affinity", 7, 1, RandomTags.PAIR), 2);
        TagSet onTrial = tags.withShadow(candidate);
        List<ScoringTask> tasks = pairs("MTVPDRSEIAG");
        List<ScoringTask> both = new ArrayList<>(tasks);
        tasks.forEach(task -> both.add(task.forShadow()));
        try (PreparedBatch alone = engine.prepare(tasks, tags);
                PreparedBatch beside = engine.prepare(both, onTrial)) {
            assertThat(beside.workload().encodedRows())
                    .isEqualTo(alone.workload().encodedRows());
            assertThat(beside.workload().tailRows()).isEqualTo(alone.workload().tailRows() + 7L * tasks.size());
        }
    }

    @Test
    void namesTheTokenizerThatIsMissing(@TempDir Path folder) throws IOException {
        CheckpointFolder.copyOf(CheckpointFolder.PLAIN, folder);
        Files.delete(folder.resolve("tokenizer.json"));
        assertThatThrownBy(() -> LlamaEngine.open(folder, EngineOptions.DEFAULT))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(folder.resolve("tokenizer.json") + ": no such file");
    }

    private static FunctionTag renumbered(FunctionTag tag, long version) {
        return new FunctionTag(
                new TagId(tag.id().name(), version, ""),
                tag.members(),
                tag.targetMean(),
                tag.targetStandardDeviation(),
                tag.unit(),
                tag.template());
    }

    private List<ScoringTask> pairs(String protein) {
        return MOLECULES.stream().map(smiles -> pair(protein, smiles)).toList();
    }

    private List<ScoringTask> pairsWithProteinsOfTheirOwn() {
        return MOLECULES.stream()
                .map(smiles -> pair("MK" + "AG".repeat(smiles.length()), smiles))
                .toList();
    }

    private List<ScoringTask> molecules() {
        return MOLECULES.stream().map(this::molecule).toList();
    }

    private ScoringTask pair(String protein, String smiles) {
        return new ScoringTask(
                "Affinity", List.of(engine.tokenize("Protein", protein), engine.tokenize("SMILES", smiles)));
    }

    private ScoringTask molecule(String smiles) {
        return new ScoringTask("Solubility", List.of(engine.tokenize("SMILES", smiles)));
    }
}
