package dev.tagstream.processor.scorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tagstream.model.engine.Score;
import dev.tagstream.model.engine.Scorer;
import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.TagId;
import dev.tagstream.tags.TagSet;
import dev.tagstream.tags.prompt.SpanText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every scorer keeps; run for the fake and for the real engine, so that the fake can't lie. */
public abstract class ScorerContract {
    private static final double SAME = 1e-4;

    private Scorer scorer;
    private TagSet tags;

    protected abstract Scorer open();

    @BeforeEach
    void openScorer() {
        scorer = open();
        tags = TagExamples.tags(scorer.width(), 1);
    }

    @AfterEach
    void closeScorer() {
        scorer.close();
    }

    @Test
    void givesAsManyScoresAsTasks() {
        assertThat(scorer.score(mixedTasks(), tags)).hasSameSizeAs(mixedTasks());
        assertThat(scorer.score(List.of(), tags)).isEmpty();
    }

    @Test
    void keepsTheOrderOfTheTasks() {
        List<ScoringTask> reversed = new ArrayList<>(mixedTasks());
        Collections.reverse(reversed);
        List<Score> expected = new ArrayList<>(scorer.score(mixedTasks(), tags));
        Collections.reverse(expected);

        assertSameValues(scorer.score(reversed, tags), expected);
    }

    @Test
    void scoresATaskTheSameWhateverItsNeighbours() {
        List<Score> alone = mixedTasks().stream()
                .map(task -> scorer.score(List.of(task), tags).get(0))
                .toList();

        assertSameValues(scorer.score(mixedTasks(), tags), alone);
    }

    @Test
    void givesDifferentDataDifferentValues() {
        assertThat(scorer.score(mixedTasks(), tags).stream().map(Score::value)).doesNotHaveDuplicates();
    }

    @Test
    void namesTheVersionsOfTheGivenTags() {
        Score pair = scorer.score(List.of(pair("MKTAYIAKQR", "CCO")), TagExamples.tags(scorer.width(), 7))
                .get(0);

        assertThat(pair.functionTag()).isEqualTo(new TagId("BindingAffinity", 7, "BindingAffinity-7-hash"));
        assertThat(pair.domainTags())
                .containsExactly(new TagId("Protein", 7, "Protein-7-hash"), new TagId("SMILES", 7, "SMILES-7-hash"));
        assertThat(pair.unit()).isEqualTo("pKi");
    }

    @Test
    void scoresWithTheGivenTagsAndNotWithEarlierOnes() {
        List<ScoringTask> task = List.of(pair("MKTAYIAKQR", "CCO"));
        double first = scorer.score(task, tags).get(0).value();
        double other =
                scorer.score(task, TagExamples.tags(scorer.width(), 2)).get(0).value();
        double again = scorer.score(task, tags).get(0).value();

        assertThat(other).isNotCloseTo(first, within(SAME));
        assertThat(again).isCloseTo(first, within(SAME));
    }

    @Test
    void scoresTheCandidateOnTrialAsIfItWereInUse() {
        ScoringTask task = pair("MKTAYIAKQR", "CCO");
        FunctionTag candidate =
                TagExamples.function("BindingAffinity", 9, scorer.width(), TagExamples.PAIR_TEMPLATE, 2);
        Score inUse = scorer.score(List.of(task), tags).get(0);
        Score promoted = scorer.score(List.of(task), tags.with(candidate)).get(0);

        List<Score> beside = scorer.score(List.of(task, task.forShadow()), tags.withShadow(candidate));

        assertSameValues(beside, List.of(inUse, promoted));
        assertThat(beside).extracting(score -> score.functionTag().version()).containsExactly(1L, 9L);
        assertThat(beside.get(1).value()).isNotCloseTo(beside.get(0).value(), within(SAME));
    }

    @Test
    void givesAProbabilityForEachClassAndNoneForANumber() {
        TagSet more = tags.with(TagExamples.classifier("Barrier", scorer.width(), "no", "yes"))
                .with(TagExamples.classifier("Colour", scorer.width(), "red", "green", "blue"));
        List<Score> scores = scorer.score(
                List.of(molecule("Barrier", "CCO"), molecule("Colour", "CCO"), molecule("QED", "CCO")), more);

        List<Double> barrier = scores.get(0).probabilities();
        List<Double> colour = scores.get(1).probabilities();
        assertThat(barrier).hasSize(2).allMatch(probability -> probability > 0);
        assertThat(barrier.get(0) + barrier.get(1)).isCloseTo(1, within(SAME));
        assertThat(scores.get(0).value()).isEqualTo(barrier.get(1));
        assertThat(colour).hasSize(3).allMatch(probability -> probability > 0);
        assertThat(colour.get(0) + colour.get(1) + colour.get(2)).isCloseTo(1, within(SAME));
        assertThat(scores.get(1).value()).isEqualTo(colour.indexOf(Collections.max(colour)));
        assertThat(scores.get(2).probabilities()).isEmpty();
    }

    @Test
    void picksTheDataTheTemplateAsksForInItsOrder() {
        SpanText protein = scorer.tokenize("Protein", "MKTAYIAKQR");
        SpanText smiles = scorer.tokenize("SMILES", "CCO");

        assertSameValues(
                scorer.score(
                        List.of(
                                new ScoringTask("QED", List.of(protein, smiles)),
                                new ScoringTask("BindingAffinity", List.of(smiles, protein))),
                        tags),
                scorer.score(
                        List.of(
                                new ScoringTask("QED", List.of(smiles)),
                                new ScoringTask("BindingAffinity", List.of(protein, smiles))),
                        tags));
    }

    @Test
    void givesAnEnsembleAStandardDeviationAndASingleMemberNone() {
        List<Score> scores = scorer.score(List.of(molecule("QED", "CCO"), molecule("Solubility", "CCO")), tags);

        assertThat(scores.get(0).standardDeviation()).isEmpty();
        assertThat(scores.get(1).standardDeviation()).isPresent();
        assertThat(scores.get(1).standardDeviation().getAsDouble()).isPositive();
    }

    @Test
    void countsMoreTokensThanThereAreInTheData() {
        ScoringTask task = pair("MKTAYIAKQR", "CCO");

        assertThat(scorer.score(List.of(task), tags).get(0).tokenCount()).isGreaterThan(task.dataTokens());
    }

    @Test
    void tokenizesTheSameTextTheSame() {
        SpanText once = scorer.tokenize("SMILES", "CC(=O)O");

        assertThat(once.domain()).isEqualTo("SMILES");
        assertThat(once.ids()).isNotEmpty();
        assertThat(once.truncated()).isFalse();
        assertThat(scorer.tokenize("SMILES", "CC(=O)O")).isEqualTo(once);
        assertThat(scorer.tokenize("SMILES", "CC(=O)N")).isNotEqualTo(once);
    }

    private List<ScoringTask> mixedTasks() {
        return List.of(
                pair("MKTAYIAKQR", "CCO"),
                molecule("QED", "CC(=O)Oc1ccccc1C(=O)O"),
                pair("MKTAYIAKQRQISFVKSHFSRQLEERLGLIEVQAPILSRVG", "c1ccccc1"),
                molecule("Solubility", "CCN"),
                pair("MKTAYIAKQR", "CCCCCCCC"));
    }

    private ScoringTask pair(String protein, String smiles) {
        return new ScoringTask(
                "BindingAffinity", List.of(scorer.tokenize("Protein", protein), scorer.tokenize("SMILES", smiles)));
    }

    private ScoringTask molecule(String function, String smiles) {
        return new ScoringTask(function, List.of(scorer.tokenize("SMILES", smiles)));
    }

    private static void assertSameValues(List<Score> actual, List<Score> expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.size(); i++) {
            assertThat(actual.get(i).value()).isCloseTo(expected.get(i).value(), within(SAME));
        }
    }
}
