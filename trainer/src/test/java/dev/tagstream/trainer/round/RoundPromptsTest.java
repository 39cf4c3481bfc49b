package dev.tagstream.trainer.round;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.model.learn.LabelledTask;
import dev.tagstream.model.learn.LabelledTask.Bound;
import dev.tagstream.model.learn.Slices;
import dev.tagstream.tags.DomainTag;
import dev.tagstream.tags.FunctionSpec;
import dev.tagstream.tags.Rows;
import dev.tagstream.tags.Spelling;
import dev.tagstream.tags.TagId;
import dev.tagstream.tags.TagSet;
import dev.tagstream.tags.Task;
import dev.tagstream.tags.prompt.PromptTemplate;
import dev.tagstream.tags.prompt.SpanData;
import dev.tagstream.trainer.learner.CharacterScorer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RoundPromptsTest {
    private static final FunctionSpec OF_MOLECULES =
            new FunctionSpec("Size", Task.REGRESSION, "atoms", List.of(), PromptTemplate.parse("{SMILES}{function}"));
    private static final FunctionSpec OF_PAIRS = new FunctionSpec(
            "Affinity", Task.REGRESSION, "pKi", List.of(), PromptTemplate.parse("{Protein}{SMILES}{function}"));

    /** Of forty molecules with three proteins each. */
    private final List<Example> examples = new ArrayList<>();

    RoundPromptsTest() {
        for (int i = 0; i < 120; i++) {
            examples.add(new Example(
                    List.of(protein("MK".repeat(1 + i / 40)), molecule("C".repeat(1 + i % 40))),
                    i,
                    Bound.EXACT,
                    i % 40 < 8));
        }
    }

    @Test
    void holdWhatThePromptNamesAndNothingElse() {
        Slices slices = RoundPrompts.of(OF_MOLECULES, TagSet.EMPTY, examples, new CharacterScorer());

        assertThat(Stream.of(slices.learned(), slices.stopping(), slices.heldOut())
                        .flatMap(List::stream))
                .hasSize(120)
                .allSatisfy(example -> assertThat(example.task().spans())
                        .singleElement()
                        .satisfies(span -> assertThat(span.domain()).isEqualTo("SMILES")));
    }

    @Test
    void standInOneSliceHoweverOftenTheyCome() {
        Slices slices = RoundPrompts.of(OF_MOLECULES, TagSet.EMPTY, examples, new CharacterScorer());

        assertThat(prompts(slices.stopping()))
                .isNotEmpty()
                .doesNotContainAnyElementsOf(prompts(slices.learned()))
                .doesNotContainAnyElementsOf(prompts(slices.heldOut()));
        assertThat(prompts(slices.heldOut())).hasSize(8).doesNotContainAnyElementsOf(prompts(slices.learned()));
    }

    @Test
    void areSpelledAsTheDomainTagWants() {
        TagSet tags = TagSet.EMPTY.with(
                new DomainTag(new TagId("SMILES", 1, ""), new Rows(1, 1, new float[] {1}), Spelling.CANONICAL_1));
        List<Example> written = List.of(
                new Example(List.of(molecule("OCC")), 1, Bound.EXACT, true),
                new Example(List.of(molecule("C(C)O")), 1, Bound.EXACT, true));

        assertThat(prompts(RoundPrompts.of(OF_MOLECULES, tags, written, new CharacterScorer())
                        .heldOut()))
                .hasSize(1);
    }

    @Test
    void takeSeveralDataOfADomainInTheirOrder() {
        FunctionSpec ofCombinations = new FunctionSpec(
                "Synergy", Task.REGRESSION, "score", List.of(), PromptTemplate.parse("{SMILES}+{SMILES}{function}"));
        List<Example> drugs = List.of(
                new Example(List.of(protein("MK"), molecule("CC"), molecule("O")), 1, Bound.EXACT, true),
                new Example(List.of(molecule("O"), molecule("CC"), molecule("N")), 1, Bound.EXACT, true));
        CharacterScorer scorer = new CharacterScorer();

        assertThat(RoundPrompts.of(ofCombinations, TagSet.EMPTY, drugs, scorer).heldOut())
                .extracting(example -> example.task().spans())
                .containsExactly(
                        List.of(scorer.tokenize("SMILES", "CC"), scorer.tokenize("SMILES", "O")),
                        List.of(scorer.tokenize("SMILES", "O"), scorer.tokenize("SMILES", "CC")));
    }

    @Test
    void leaveOutWhatLacksDataForThem() {
        examples.set(0, new Example(List.of(molecule("C")), 1, Bound.EXACT, false));
        Slices slices = RoundPrompts.of(OF_PAIRS, TagSet.EMPTY, examples, new CharacterScorer());

        assertThat(slices.learned().size()
                        + slices.stopping().size()
                        + slices.heldOut().size())
                .isEqualTo(119);
    }

    private static SpanData protein(String residues) {
        return new SpanData("Protein", residues);
    }

    private static SpanData molecule(String smiles) {
        return new SpanData("SMILES", smiles);
    }

    private static Set<Object> prompts(List<LabelledTask> examples) {
        return examples.stream().map(example -> example.task().spans()).collect(Collectors.toSet());
    }
}
