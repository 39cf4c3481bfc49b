package dev.tagstream.client.suggest;

import static dev.tagstream.client.ExampleRecords.TIME;
import static dev.tagstream.client.ExampleRecords.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.client.screening.CompoundCheck;
import dev.tagstream.client.screening.Outcome;
import dev.tagstream.client.screening.RequestTexts;
import dev.tagstream.client.suggest.Suggestion.Aim;
import dev.tagstream.client.suggest.Suggestion.Wish;
import dev.tagstream.schemas.AssayResult;
import dev.tagstream.schemas.ScreeningRequest;
import dev.tagstream.tags.FunctionSpec;
import dev.tagstream.tags.Task;
import dev.tagstream.tags.prompt.PromptTemplate;
import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionTest {
    private static final PromptTemplate TEMPLATE = PromptTemplate.parse("{SMILES}{function}");
    private static final FunctionSpec NUMBER = new FunctionSpec("F", Task.REGRESSION, "pKi", List.of(), TEMPLATE);
    private static final FunctionSpec CLASSES =
            new FunctionSpec("F", Task.CLASSIFICATION, "class", List.of("no", "yes"), TEMPLATE);

    private final MeasuredPairs measured = new MeasuredPairs();
    private final RequestTexts texts = new RequestTexts("L");

    @Test
    void ranksByUncertaintyForLearningAndByTheBoundForValue() {
        List<Outcome.Predicted> predictions = List.of(
                predicted("sure", "CCO", 8, 0.1),
                predicted("hopeful", "CCN", 7, 1.5),
                predicted("unsure", "CCC", 3, 2.0));
        assertThat(ids(predictions, NUMBER, wish(Aim.LEARNING, 1, false))).containsExactly("unsure", "hopeful", "sure");
        assertThat(ids(predictions, NUMBER, wish(Aim.VALUE, 0, false))).containsExactly("sure", "hopeful", "unsure");
        assertThat(ids(predictions, NUMBER, wish(Aim.VALUE, 1, false))).containsExactly("hopeful", "sure", "unsure");
        assertThat(ids(predictions, NUMBER, wish(Aim.VALUE, 1, true))).containsExactly("unsure", "hopeful", "sure");
    }

    @Test
    void saysThatATagOfOneMemberKnowsNoUncertainty() {
        Suggestion suggestion = of(
                List.of(predicted("low", "CCO", 5, null), predicted("high", "CCN", 7, null)),
                NUMBER,
                wish(Aim.LEARNING, 1, false));
        assertThat(suggestion.picks())
                .extracting(pick -> pick.item().compoundId())
                .containsExactly("high", "low");
        assertThat(suggestion.rankedBy()).isEqualTo("highest value");
        assertThat(suggestion.remarks()).singleElement().asString().contains("no standard deviation", "one member");
    }

    @Test
    void leavesOutWhatWasMeasuredHoweverItIsWritten() {
        measured.add(result("F", "other-name", "OCC", "T", 6));
        measured.add(AssayResult.newBuilder(result("F", "named", "", "T", 6))
                .setSmiles(null)
                .build());
        List<Outcome.Predicted> predictions = List.of(
                predicted("written-otherwise", "OCC", 5, 0.1),
                predicted("named", "CCCC", 5, 0.2),
                predicted("open", "CCCN", 5, 0.3));
        Suggestion suggestion = of(predictions, NUMBER, wish(Aim.LEARNING, 1, false));
        assertThat(suggestion.picks())
                .extracting(pick -> pick.item().compoundId())
                .containsExactly("open");
        assertThat(suggestion.alreadyMeasured()).isEqualTo(2);
        assertThat(suggestion.predictions()).isEqualTo(3);
    }

    @Test
    void measuresTheOtherEnantiomerToo() {
        measured.add(result("F", "other-name", "N[C@@H](C)C(=O)O", "T", 6));
        texts.book(request("R", "N[C@@H](C)C(=O)O"));
        texts.book(request("S", "N[C@H](C)C(=O)O"));
        texts.book(request("R-with-hydrogens", "[H]N([H])[C@@]([H])(C)C(=O)O"));

        assertThat(ids(
                        List.of(
                                predicted("R", "NC(C)C(=O)O", 5, 0.1),
                                predicted("S", "NC(C)C(=O)O", 5, 0.2),
                                predicted("R-with-hydrogens", "[H]N([H])C([H])(C)C(=O)O", 5, 0.3),
                                predicted("request-gone", "NC(C)C(=O)O", 5, 0.4)),
                        NUMBER,
                        wish(Aim.LEARNING, 1, false)))
                .containsExactly("S");
    }

    private static ScreeningRequest request(String compound, String smiles) {
        return ScreeningRequest.newBuilder()
                .setRequestId("L/" + compound)
                .setLibraryId("L")
                .setCompoundId(compound)
                .setSmiles(smiles)
                .setFunctions(List.of("F"))
                .setSubmittedAt(TIME)
                .build();
    }

    @Test
    void measuresAMoleculeAgainAtAnotherTarget() {
        measured.add(result("F", "a", "CCO", "another target", 6));
        assertThat(ids(List.of(predicted("a", "CCO", 5, 0.1)), NUMBER, wish(Aim.LEARNING, 1, false)))
                .containsExactly("a");
    }

    @Test
    void isLeastSureOfAClassThatIsAsProbableAsTheOther() {
        List<Outcome.Predicted> predictions = List.of(
                predicted("yes", "CCO", 0.99, null),
                predicted("coin", "CCN", 0.5, null),
                predicted("no", "CC", 0.2, null));
        assertThat(ids(predictions, CLASSES, wish(Aim.LEARNING, 1, false))).containsExactly("coin", "no", "yes");
    }

    private List<String> ids(List<Outcome.Predicted> predictions, FunctionSpec function, Wish wish) {
        return of(predictions, function, wish).picks().stream()
                .map(pick -> pick.item().compoundId())
                .toList();
    }

    private Suggestion of(List<Outcome.Predicted> predictions, FunctionSpec function, Wish wish) {
        return Suggestion.of(predictions, function, texts, measured, wish);
    }

    private static Wish wish(Aim aim, double kappa, boolean minimize) {
        return new Wish(aim, 10, kappa, minimize, 0);
    }

    private static Outcome.Predicted predicted(String compound, String canonical, double value, Double deviation) {
        return new Outcome.Predicted(
                "L/" + compound,
                compound,
                "T",
                "F",
                value,
                "pKi",
                deviation,
                new CompoundCheck().canonical(canonical).orElseThrow(),
                1,
                "m",
                10,
                false,
                0,
                0,
                TIME,
                TIME);
    }
}
