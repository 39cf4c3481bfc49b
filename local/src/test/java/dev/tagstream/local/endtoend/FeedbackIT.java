package dev.tagstream.local.endtoend;

import static dev.tagstream.client.ExampleRecords.prediction;
import static dev.tagstream.client.ExampleRecords.request;
import static dev.tagstream.client.ExampleRecords.soundFunctionTag;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tagstream.cli.CommandRun;
import dev.tagstream.cli.terminal.ExitCode;
import dev.tagstream.client.ExampleRecords;
import dev.tagstream.client.screening.CompoundCheck;
import dev.tagstream.local.SharedStack;
import dev.tagstream.schemas.AssayResult;
import dev.tagstream.schemas.Prediction;
import dev.tagstream.schemas.Relation;
import dev.tagstream.schemas.ScreeningRequest;
import dev.tagstream.schemas.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results from the laboratory and back to it, through a real broker and registry. */
class FeedbackIT {
    private static final Topics TOPICS = SharedStack.topics(FeedbackIT.class);

    @TempDir
    static Path folder;

    private static VerbStack stack;

    private final CommandRun run = new CommandRun();

    @BeforeAll
    static void start() throws Exception {
        stack = new VerbStack(FeedbackIT.class, folder.resolve("stack"));
        for (String function : List.of("Affinity", "Repeated", "Suggested", "Single")) {
            stack.write(
                    TOPICS.functionTags().name(),
                    function,
                    soundFunctionTag(function, "{bos}{Protein}\n{SMILES}\n{function}", 1));
        }
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void sendsWhatIsSoundAndSaysWhatIsNot() throws Exception {
        Path targets = file("kinases.fasta", ">ABL1\nMKV\n>LCK\nMTV\n");
        Path file = file("plate.csv", """
                compound_id,smiles,target_id,value,unit,measured_at
                a,CCO,ABL1,250,nM,2026-03-31
                b,CCN,ABL1,>10,uM,2026-03-31
                c,C1CC,ABL1,250,nM,2026-03-31
                d,CCC,SRC,250,nM,2026-03-31
                e,CCCl,LCK,6.5,pKi,2026-03-31
                f,CCBr,LCK,6.5,pIC50,2026-03-31
                g,CCF,LCK,,pKi,
                """);
        Path report = folder.resolve("report.csv");
        assertThat(feedback(
                        file, "--function", "Affinity", "--targets", targets.toString(), "--report", report.toString()))
                .as(run.err())
                .isEqualTo(ExitCode.DONE);
        assertThat(run.out())
                .contains("read 7 rows = accepted 3 + refused 4; sent 3 results.")
                .contains("Refused 4 rows (1 unknown target, 1 no value, 1 another quantity, 1 unusable molecule");
        assertThat(run.err())
                .contains(file + ":4: the SMILES can't be read")
                .contains(file + ":5: no target SRC in the FASTA file")
                .contains(file + ":7: IC50 is not Ki")
                .contains(file + ":8: no value");
        List<AssayResult> results = results("Affinity");
        assertThat(results).extracting(AssayResult::getCompoundId).containsExactly("a", "b", "e");
        assertThat(results)
                .extracting(AssayResult::getRelation)
                .containsExactly(Relation.EQUAL, Relation.LESS, Relation.EQUAL);
        assertThat(results.get(0).getValue()).isCloseTo(6.60206, within(1e-5));
        assertThat(results.get(1).getValue()).isEqualTo(5);
        assertThat(results).extracting(AssayResult::getProtein).containsExactly("MKV", "MKV", "MTV");
        assertThat(results).extracting(AssayResult::getUnit).containsOnly("pKi");
        assertThat(Files.readAllLines(report)).hasSize(8).anyMatch(line -> line.startsWith("5,,,,,,,,no target SRC"));
    }

    @Test
    void givesTheSameNamesToAFileThatIsFedAgain() throws Exception {
        Path file = file("again.csv", """
                smiles,protein,value,unit
                CCO,MKV,6,pKi
                CCO,MKV,6,pKi
                CCO,MKV,7,pKi
                """);
        assertThat(feedback(file, "--function", "Repeated", "--replicates", "each", "--dry-run"))
                .as(run.err())
                .isEqualTo(ExitCode.DONE);
        assertThat(run.out()).contains("would send 3 results.");
        assertThat(results("Repeated")).isEmpty();
        for (int i = 0; i < 2; i++) {
            assertThat(feedback(file, "--function", "Repeated", "--replicates", "each"))
                    .isEqualTo(ExitCode.DONE);
        }
        List<AssayResult> results = results("Repeated");
        assertThat(results).hasSize(6);
        assertThat(results.stream().map(AssayResult::getResultId).distinct()).hasSize(3);

        assertThat(feedback(file, "--function", "Repeated", "--json")).isEqualTo(ExitCode.DONE);
        JsonNode summary = new ObjectMapper().readTree(run.out());
        assertThat(summary.get("accepted").asInt()).isEqualTo(3);
        assertThat(summary.get("sent").asInt()).isEqualTo(1);
        assertThat(results("Repeated").get(6).getValue()).isCloseTo(19 / 3.0, within(1e-9));
    }

    @Test
    void failsWhereNothingCanBeSent() throws Exception {
        Path file = file("useless.csv", "smiles,protein,value,unit\nCCO,MKV,-1,nM\n");
        assertThat(feedback(file, "--function", "Affinity")).isEqualTo(ExitCode.FAILED);
        assertThat(run.err())
                .contains("useless.csv holds no usable row: refused 1 row (1 concentration not above zero).");
        assertThat(feedback(file, "--function", "Toxicity")).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("There is no function Toxicity; there are: Affinity, ", "tags create");
    }

    @Test
    void suggestsWhatComesBackWithValuesFilledIn() throws Exception {
        library("campaign", "Suggested", Map.of("known", 0.9, "unsure", 0.8, "sure", 0.1, "middling", 0.4));
        stack.write(
                TOPICS.assayResults().name(),
                "Suggested",
                ExampleRecords.result("Suggested", "x", smiles("known"), "T", 6));
        Path plate = folder.resolve("plate-out.csv");
        assertThat(verb("suggest", "campaign", "--n", "2", "--diversity", "0", "--out", plate.toString()))
                .as(run.err())
                .isEqualTo(ExitCode.DONE);
        assertThat(run.out()).contains("2 of 4 predictions of Suggested by uncertainty; 1 were measured already");
        List<String> rows = Files.readAllLines(plate);
        assertThat(rows).hasSize(3);
        assertThat(rows.get(1)).startsWith("1,campaign,unsure,");
        assertThat(rows.get(2)).startsWith("2,campaign,middling,");

        Path filled = file(
                "filled.csv",
                rows.get(0) + "\n" + rows.get(1).replace(",,,pKi,,", ",,7.5,pKi,,") + "\n" + rows.get(2) + "\n");
        assertThat(feedback(filled)).as(run.err()).isEqualTo(ExitCode.DONE);
        assertThat(run.out()).contains("accepted 1 + refused 1");
        AssayResult result = results("Suggested").get(1);
        assertThat(result.getCompoundId()).isEqualTo("unsure");
        assertThat(result.getLibraryId()).isEqualTo("campaign");
        assertThat(result.getValue()).isEqualTo(7.5);
        assertThat(result.getProtein()).isEqualTo("MKV");
        assertThat(result.getSmiles()).isEqualTo(smiles("unsure"));

        assertThat(verb("suggest", "campaign", "--n", "5", "--diversity", "0", "--json"))
                .isEqualTo(ExitCode.DONE);
        JsonNode picks = new ObjectMapper().readTree(run.out()).get("picks");
        assertThat(picks.findValuesAsText("compoundId")).containsExactly("middling", "sure");
    }

    @Test
    void ranksByValueWhereThereIsNoUncertaintyAndSaysSo() throws Exception {
        library("plain", "Single", Map.of());
        assertThat(verb("suggest", "plain", "--n", "9", "--diversity", "0"))
                .as(run.err())
                .isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("There is no library plain");
        write("plain", "Single", "low", 5, null, 0);
        write("plain", "Single", "high", 8, null, 1);
        assertThat(verb("suggest", "plain", "--n", "9", "--diversity", "0", "--json"))
                .isEqualTo(ExitCode.DONE);
        assertThat(run.err()).contains("no standard deviation");
        assertThat(new ObjectMapper().readTree(run.out()).get("picks").findValuesAsText("compoundId"))
                .containsExactly("high", "low");
    }

    private static void library(String id, String function, Map<String, Double> deviations) throws Exception {
        int offset = 0;
        for (Map.Entry<String, Double> compound : deviations.entrySet()) {
            write(id, function, compound.getKey(), 6, compound.getValue(), offset++);
        }
    }

    private static void write(
            String library, String function, String compound, double value, Double deviation, long offset)
            throws Exception {
        ScreeningRequest request = ScreeningRequest.newBuilder(request(library, compound, 1, function))
                .setSmiles(smiles(compound))
                .setTargetId("T")
                .setProtein("MKV")
                .build();
        stack.write(TOPICS.screeningRequests().name(), compound, request);
        Prediction prediction = Prediction.newBuilder(prediction(library, compound, function, value, offset))
                .setTargetId("T")
                .setStandardDeviation(deviation)
                .setCanonicalSmiles(
                        new CompoundCheck().canonical(smiles(compound)).orElseThrow())
                .build();
        stack.write(TOPICS.predictions().name(), compound, prediction);
    }

    /** A molecule of its own for each name. */
    private static String smiles(String compound) {
        return "C".repeat(compound.length()) + "[C@H](N)C(=O)O";
    }

    private static Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private static List<AssayResult> results(String function) {
        List<AssayResult> all = stack.values(TOPICS.assayResults(), AssayResult.class);
        return new ArrayList<>(all.stream()
                .filter(result -> result.getFunction().equals(function))
                .toList());
    }

    private int feedback(Path file, String... options) {
        List<String> all = new ArrayList<>(List.of("feedback", file.toString()));
        all.addAll(List.of(options));
        return verb(all.toArray(String[]::new));
    }

    private int verb(String... arguments) {
        return stack.run(run, arguments);
    }
}
