package dev.tagstream.client.feedback;

import static dev.tagstream.client.ExampleRecords.TIME;
import static dev.tagstream.client.ExampleRecords.functionTag;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.client.feedback.FeedbackJudge.Accepted;
import dev.tagstream.client.files.AssayColumn;
import dev.tagstream.client.files.AssayRow;
import dev.tagstream.client.files.RowReason;
import dev.tagstream.client.files.Target;
import dev.tagstream.client.tags.FunctionCatalogue;
import dev.tagstream.client.tags.TagCatalogue;
import dev.tagstream.schemas.AssayResult;
import dev.tagstream.schemas.FunctionDeclaration;
import dev.tagstream.schemas.Relation;
import dev.tagstream.schemas.TagTask;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class FeedbackJudgeTest {
    private static final Map<String, Target> KINASES = Map.of("ABL1", new Target("ABL1", "MKV"));

    private final TagCatalogue tags = new TagCatalogue();
    private long line = 1;

    FeedbackJudgeTest() {
        tags.put(functionTag("Affinity", "m", "{bos}{Protein}\n{SMILES}\n{function}"));
        tags.put(functionTag("Synergy", "m", "{bos}{SMILES}\n{SMILES}\n{function}"));
    }

    @Test
    void makesAResultOfARow() throws Exception {
        AssayResult result = judge(KINASES)
                .judge(row(
                        "function", "Affinity",
                        "smiles", "OCC",
                        "compound_id", "c1",
                        "target_id", "ABL1",
                        "value", ">10",
                        "unit", "uM",
                        "source", "plate 7",
                        "library_id", "campaign-1",
                        "measured_at", "2026-03-31"))
                .result();
        assertThat(result.getFunction()).isEqualTo("Affinity");
        assertThat(result.getSmiles()).isEqualTo("OCC");
        assertThat(result.getCompoundId()).isEqualTo("c1");
        assertThat(result.getTargetId()).isEqualTo("ABL1");
        assertThat(result.getProtein()).isEqualTo("MKV");
        assertThat(result.getValue()).isEqualTo(5);
        assertThat(result.getRelation()).isEqualTo(Relation.LESS);
        assertThat(result.getUnit()).isEqualTo("pKi");
        assertThat(result.getSource()).isEqualTo("plate 7");
        assertThat(result.getLibraryId()).isEqualTo("campaign-1");
        assertThat(result.getMeasuredAt()).isEqualTo("2026-03-31T00:00:00Z");
    }

    @Test
    void fillsInWhatARowLeavesOpen() throws Exception {
        AssayResult result = judge(Map.of(), Optional.of("Affinity"), Optional.of("nM"), Optional.empty())
                .judge(row("smiles", "OCC", "protein", "mk v", "value", "100"))
                .result();
        assertThat(result.getValue()).isEqualTo(7);
        assertThat(result.getProtein()).isEqualTo("MKV");
        assertThat(result.getCompoundId()).as("its canonical SMILES").isEqualTo("OCC");
        assertThat(result.getSource()).isEqualTo("file.csv");
        assertThat(result.getMeasuredAt()).isEqualTo(TIME);
    }

    @Test
    void tellsStereoisomersApartAndKnowsAMoleculeHoweverItIsWritten() throws Exception {
        FeedbackJudge judge = judge(Map.of(), Optional.of("Affinity"), Optional.of("nM"), Optional.empty());
        List<Accepted> rows = new ArrayList<>();
        for (String smiles : List.of("N[C@@H](C)C(=O)O", "N[C@H](C)C(=O)O", "[H]N([H])[C@@]([H])(C)C(=O)O")) {
            rows.add(judge.judge(row("smiles", smiles, "protein", "MKV", "value", "100")));
        }

        assertThat(rows.get(0).pair())
                .isNotEqualTo(rows.get(1).pair())
                .isEqualTo(rows.get(2).pair());
        assertThat(rows.get(0).result().getCompoundId())
                .isNotEqualTo(rows.get(1).result().getCompoundId());
    }

    @Test
    void saysOfEachRowWhyItCannotBeSent() {
        FeedbackJudge judge = judge(KINASES);
        refuses(() -> judge.judge(full("value", "")), RowReason.NO_VALUE);
        refuses(() -> judge.judge(full("value", "n.d.")), RowReason.BAD_VALUE);
        refuses(() -> judge.judge(full("relation", "about")), RowReason.BAD_RELATION);
        refuses(() -> judge.judge(full("unit", "")), RowReason.NO_UNIT);
        refuses(() -> judge.judge(full("unit", "%")), RowReason.WRONG_UNIT);
        refuses(() -> judge.judge(full("unit", "pIC50")), RowReason.OTHER_QUANTITY);
        refuses(() -> judge.judge(full("quantity", "IC50")), RowReason.OTHER_QUANTITY);
        refuses(() -> judge.judge(full("value", "0")), RowReason.NOT_POSITIVE);
        refuses(() -> judge.judge(full("function", "")), RowReason.NO_FUNCTION);
        refuses(() -> judge.judge(full("function", "Toxicity")), RowReason.UNKNOWN_FUNCTION);
        refuses(() -> judge.judge(full("smiles", "")), RowReason.MISSING_MOLECULE);
        refuses(() -> judge.judge(full("smiles", "C1CC")), RowReason.BAD_COMPOUND);
        refuses(() -> judge.judge(full("target_id", "")), RowReason.MISSING_PROTEIN);
        refuses(() -> judge.judge(full("function", "Synergy")), RowReason.MISSING_DATA);
        refuses(() -> judge.judge(full("target_id", "LCK")), RowReason.UNKNOWN_TARGET);
        refuses(() -> judge.judge(full("protein", "MKV1")), RowReason.BAD_COMPOUND);
        refuses(() -> judge.judge(full("measured_at", "yesterday")), RowReason.BAD_TIME);
    }

    @Test
    void keepsTheReasonForTakingOneQuantityForAnother() throws Exception {
        FeedbackJudge judge = judge(KINASES, Optional.empty(), Optional.empty(), Optional.of("ATP at Km"));
        assertThat(judge.judge(full("quantity", "IC50")).result().getSource())
                .isEqualTo("file.csv; IC50 taken for Ki: ATP at Km");
        assertThat(judge.judge(full("quantity", "Ki")).result().getSource()).isEqualTo("file.csv");
    }

    @Test
    void namesResultsAfterTheirContentAndRepeatedOnesAfterTheirOrder() throws Exception {
        List<String> first = ids(judge(KINASES), full("value", "5"), full("value", "5"), full("value", "6.50"));
        line = 50;
        List<String> again = ids(judge(KINASES), full("value", "5"), full("value", "6.5"), full("value", "5"));
        assertThat(first).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(again);
        assertThat(ids(judge(KINASES), full("value", "5", "target_id", "", "protein", "MKL")))
                .doesNotContainAnyElementsOf(first);
    }

    @Test
    void keepsTheIdARowHasAndRefusesItTwice() throws Exception {
        FeedbackJudge judge = judge(KINASES);
        assertThat(judge.judge(full("result_id", "r1")).result().getResultId()).isEqualTo("r1");
        assertThatThrownBy(() -> judge.judge(full("result_id", "r1")))
                .isInstanceOf(RefusedRowException.class)
                .hasMessage("result id r1 stands at line 2 already");
    }

    @Test
    void readsClassesByNameOrNumber() throws Exception {
        FeedbackJudge judge = new FeedbackJudge(
                new FunctionCatalogue(Map.of("Barrier", barrier()), tags), Map.of(), defaults(Optional.empty()));
        assertThat(judge.judge(barrierRow("Yes")).result().getValue()).isEqualTo(1);
        assertThat(judge.judge(barrierRow("0")).result().getValue()).isZero();
        refuses(() -> judge.judge(barrierRow("2")), RowReason.BAD_VALUE);
        refuses(() -> judge.judge(barrierRow("maybe")), RowReason.BAD_VALUE);
    }

    @Test
    void mergesReplicatesButNoBounds() throws Exception {
        FeedbackJudge judge = judge(KINASES);
        List<Accepted> rows = new ArrayList<>();
        for (String value : List.of("100", "1000", "<5", "10000")) {
            rows.add(judge.judge(full("value", value)));
        }
        rows.add(judge.judge(full("value", "100", "smiles", "CCN")));
        rows.add(judge.judge(full("value", "1", "smiles", "OCC"))); // the same molecule as CCO
        FunctionCatalogue functions = new FunctionCatalogue(Map.of(), tags);
        List<AssayResult> mean = new ReplicateMerge(Replicates.MEAN, functions::require).merge(rows);
        assertThat(mean).extracting(AssayResult::getValue).containsExactly(6.75, 9 - Math.log10(5), 7.0);
        assertThat(mean.get(0).getSource()).isEqualTo("mean of 4: file.csv");
        assertThat(mean).extracting(AssayResult::getResultId).doesNotHaveDuplicates();
        assertThat(new ReplicateMerge(Replicates.MEDIAN, functions::require).merge(rows))
                .extracting(AssayResult::getValue)
                .startsWith(6.5);
        assertThat(new ReplicateMerge(Replicates.EACH, functions::require).merge(rows))
                .hasSize(6);
    }

    private static void refuses(ThrowingCallable judging, RowReason reason) {
        assertThatThrownBy(judging)
                .isInstanceOfSatisfying(RefusedRowException.class, refusal -> assertThat(refusal.reason())
                        .as(refusal.detail())
                        .isEqualTo(reason));
    }

    private static List<String> ids(FeedbackJudge judge, AssayRow... rows) throws RefusedRowException {
        List<String> ids = new ArrayList<>();
        for (AssayRow row : rows) {
            ids.add(judge.judge(row).result().getResultId());
        }
        return ids;
    }

    private FeedbackJudge judge(Map<String, Target> targets) {
        return judge(targets, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private FeedbackJudge judge(
            Map<String, Target> targets, Optional<String> function, Optional<String> unit, Optional<String> sameScale) {
        return new FeedbackJudge(
                new FunctionCatalogue(Map.of(), tags),
                targets,
                new FeedbackJudge.Defaults(function, unit, sameScale, "file.csv", TIME));
    }

    private static FeedbackJudge.Defaults defaults(Optional<String> sameScale) {
        return new FeedbackJudge.Defaults(Optional.empty(), Optional.empty(), sameScale, "file.csv", TIME);
    }

    private static FunctionDeclaration barrier() {
        return FunctionDeclaration.newBuilder()
                .setName("Barrier")
                .setTask(TagTask.CLASSIFICATION)
                .setUnit("class")
                .setClasses(List.of("no", "yes"))
                .setTemplate("{bos}{SMILES}\n{function}")
                .setDeclaredAt(TIME)
                .build();
    }

    private AssayRow barrierRow(String value) {
        return row("function", "Barrier", "smiles", "CCO", "value", value);
    }

    /** A sound row with some cells changed. */
    private AssayRow full(String... changes) {
        Map<AssayColumn, String> cells = new HashMap<>(
                row("function", "Affinity", "smiles", "CCO", "target_id", "ABL1", "value", "5", "unit", "nM")
                        .cells());
        cells.putAll(cells(changes));
        cells.values().removeIf(String::isEmpty);
        return new AssayRow(line, cells);
    }

    private AssayRow row(String... cells) {
        line++;
        return new AssayRow(line, cells(cells));
    }

    private static Map<AssayColumn, String> cells(String... cells) {
        Map<AssayColumn, String> map = new HashMap<>();
        for (int i = 0; i < cells.length; i += 2) {
            map.put(AssayColumn.valueOf(cells[i].toUpperCase(Locale.ROOT)), cells[i + 1]);
        }
        return map;
    }
}
