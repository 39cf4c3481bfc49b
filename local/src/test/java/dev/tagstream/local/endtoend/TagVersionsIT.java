package dev.tagstream.local.endtoend;

import static dev.tagstream.client.ExampleRecords.TIME;
import static dev.tagstream.client.ExampleRecords.soundDomainTag;
import static dev.tagstream.client.ExampleRecords.soundFunctionTag;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tagstream.cli.CommandRun;
import dev.tagstream.cli.terminal.ExitCode;
import dev.tagstream.client.tags.FunctionCatalogue;
import dev.tagstream.client.tags.ShadowTags;
import dev.tagstream.client.tags.TagCatalogue;
import dev.tagstream.client.tags.TagFile;
import dev.tagstream.client.tags.TagPublisher;
import dev.tagstream.common.wire.TagDigest;
import dev.tagstream.local.SharedStack;
import dev.tagstream.schemas.Better;
import dev.tagstream.schemas.FunctionDeclaration;
import dev.tagstream.schemas.GateOutcome;
import dev.tagstream.schemas.GateVerdict;
import dev.tagstream.schemas.LiveAccuracy;
import dev.tagstream.schemas.TagKind;
import dev.tagstream.schemas.TagTask;
import dev.tagstream.schemas.TagVersion;
import dev.tagstream.schemas.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs of tag versions through a real broker and registry; each test has a function of its own. */
class TagVersionsIT {
    private static final Topics TOPICS = SharedStack.topics(TagVersionsIT.class);
    private static final String TEMPLATE = "{bos}{SMILES}\n{function}";

    @TempDir
    static Path folder;

    private static VerbStack stack;
    private static TagVersion molecules;

    private final CommandRun run = new CommandRun();

    @BeforeAll
    static void start() {
        stack = new VerbStack(TagVersionsIT.class, folder.resolve("stack"));
        molecules = soundDomainTag("SMILES", 1);
        publish(molecules);
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void declaresAFunctionThatFeedbackCanTeach() throws Exception {
        assertThat(verb("tags", "create", "Solubility", "--unit", "logS", "--domains", "SMILES", "--better", "lower"))
                .as(run.err())
                .isEqualTo(ExitCode.DONE);
        FunctionDeclaration declared = declaration("Solubility");
        assertThat(declared.getTemplate()).isEqualTo(TEMPLATE);
        assertThat(declared.getUnit()).isEqualTo("logS");
        assertThat(declared.getBetter()).isEqualTo(Better.LOWER);
        assertThat(FunctionCatalogue.read(stack.connection()).isLowerBetter("Solubility"))
                .isTrue();
        assertThat(declared.getTask()).isEqualTo(TagTask.REGRESSION);
        assertThat(json("tags", "list", "--json"))
                .filteredOn(row -> row.get("name").asText().equals("Solubility"))
                .singleElement()
                .satisfies(row -> assertThat(row.get("version").isNull()).isTrue());
        assertThat(verb("tags", "show", "Solubility")).isEqualTo(ExitCode.DONE);
        assertThat(run.out()).contains("logS", "{bos}{SMILES}\\n{function}").doesNotContain("sha256");
        Path file = Files.writeString(folder.resolve("s.csv"), "smiles,value,unit\nCCO,-0.5,logS\n");
        assertThat(verb("feedback", file.toString(), "--function", "Solubility"))
                .as(run.err())
                .isEqualTo(ExitCode.DONE);

        assertThat(verb("tags", "create", "Solubility", "--unit", "mg/L", "--domains", "SMILES"))
                .isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("Solubility is declared already; --replace");
        assertThat(declaration("Solubility").getUnit()).isEqualTo("logS");
    }

    @Test
    void declaresClassesAndShadows() {
        assertThat(verb(
                        "tags",
                        "create",
                        "Barrier",
                        "--task",
                        "classification",
                        "--classes",
                        "no,yes",
                        "--template",
                        "{SMILES}\\nBarrier: {function}",
                        "--shadow"))
                .as(run.err())
                .isEqualTo(ExitCode.DONE);
        FunctionDeclaration declared = declaration("Barrier");
        assertThat(declared.getClasses()).containsExactly("no", "yes");
        assertThat(declared.getUnit()).isEqualTo("class");
        assertThat(declared.getTemplate()).isEqualTo("{SMILES}\nBarrier: {function}");
        assertThat(declared.getShadow()).isTrue();
    }

    @Test
    void refusesADeclarationThatCannotWork() {
        refused("needs the domain tag Protein, which is not there", "X", "--unit", "u", "--domains", "Protein");
        refused("Say what X takes", "X", "--unit", "u");
        refused("Say in which unit X is", "X", "--domains", "SMILES");
        refused("at least two classes", "X", "--task", "classification", "--domains", "SMILES", "--classes", "one");
        refused("must end with {function}", "X", "--unit", "u", "--template", "{SMILES}");
        refused("can't name a function", "bos", "--unit", "u", "--domains", "SMILES");
        publish(tag("Taken", 1));
        refused("Taken has a tag in use, in pKi", "Taken", "--unit", "pKd", "--domains", "SMILES");
        assertThat(verb("tags", "create", "Taken", "--unit", "pKi", "--domains", "SMILES"))
                .as(run.err())
                .isEqualTo(ExitCode.DONE);
    }

    private void refused(String sentence, String... arguments) {
        String[] create = new String[arguments.length + 2];
        create[0] = "tags";
        create[1] = "create";
        System.arraycopy(arguments, 0, create, 2, arguments.length);
        assertThat(verb(create)).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains(sentence);
    }

    @Test
    void rollsBackUnderANewNumberAndKeepsTheHistory() throws Exception {
        publish(tag("Rolled", 1));
        publish(tag("Rolled", 2));
        assertThat(verb("tags", "rollback", "Rolled", "2")).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("Rolled already uses this content, as version 2.");
        assertThat(verb("tags", "rollback", "Rolled", "7")).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("Rolled has no version 7; it has: 1, 2.");
        assertThat(verb("tags", "rollback", "Rolled", "1")).as(run.err()).isEqualTo(ExitCode.DONE);

        TagVersion inUse = inUse("Rolled");
        assertThat(inUse.getVersion()).isEqualTo(3);
        assertThat(inUse.getSha256()).isEqualTo(tag("Rolled", 1).getSha256());
        assertThat(inUse.getMembers()).isEqualTo(tag("Rolled", 1).getMembers());
        JsonNode history = json("tags", "history", "Rolled", "--json");
        assertThat(history.findValuesAsText("version")).containsExactly("1", "2", "3");
        assertThat(history.findValuesAsText("inUse")).containsExactly("no", "no", "yes");
        assertThat(history.get(2).get("origin").asText()).isEqualTo("rolled back to version 1");

        assertThat(verb("tags", "diff", "Rolled@2", "Rolled")).isEqualTo(ExitCode.DONE);
        assertThat(run.out()).contains("cosine", "rolled back to version 1").doesNotContain("template");
        assertThat(verb("tags", "show", "Rolled@2")).isEqualTo(ExitCode.DONE);
        assertThat(run.out()).contains("r2 2").containsPattern("in use +no").containsPattern("examples +200");
    }

    @Test
    void refusesAVersionOfOtherParents() throws Exception {
        TagVersion mark = soundDomainTag("Mark", 1);
        publish(mark);
        publish(soundFunctionTag("Orphan", "{Mark}{function}", 1, mark));
        TagVersion newer = soundDomainTag("Mark", 2);
        publish(newer, soundFunctionTag("Orphan", "{Mark}{function}", 2, newer));
        assertThat(verb("tags", "rollback", "Orphan", "1")).isEqualTo(ExitCode.FAILED);
        assertThat(run.err())
                .contains("Orphan version 1 can't be used here. It was learned with another domain tag Mark")
                .doesNotContain("\tat ");
        assertThat(inUse("Orphan").getVersion()).isEqualTo(2);
        assertThat(verb("tags", "rollback", "Mark", "1")).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("Mark is a domain tag");
    }

    @Test
    void keepsAPinnedVersion() throws Exception {
        publish(tag("Pinned", 1));
        publish(tag("Pinned", 2));
        assertThat(verb("tags", "pin", "Pinned", "1")).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("In use is version 2 of Pinned, not 1; `tagstream tags rollback Pinned 1`");
        assertThat(verb("tags", "pin", "Pinned")).as(run.err()).isEqualTo(ExitCode.DONE);
        FunctionDeclaration declared = declaration("Pinned");
        assertThat(declared.getPinned()).isEqualTo(2);
        assertThat(declared.getUnit()).isEqualTo("pKi");
        assertThat(declared.getTemplate()).isEqualTo(TEMPLATE);
        assertThat(verb("tags", "rollback", "Pinned", "1")).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("Pinned is pinned to version 2; `tagstream tags unpin Pinned` frees it.");
        assertThat(verb("tags", "unpin", "Pinned")).isEqualTo(ExitCode.DONE);
        assertThat(declaration("Pinned").getPinned()).isNull();
        assertThat(verb("tags", "unpin", "Pinned")).isEqualTo(ExitCode.FAILED);
        assertThat(verb("tags", "rollback", "Pinned", "1")).as(run.err()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void carriesAVersionInAFile() throws Exception {
        publish(tag("Carried", 1));
        publish(tag("Carried", 2));
        Path file = folder.resolve("carried.avro");
        assertThat(verb("tags", "export", "Carried@1", file.toString()))
                .as(run.err())
                .isEqualTo(ExitCode.DONE);
        assertThat(verb("tags", "import", file.toString())).as(run.err()).isEqualTo(ExitCode.DONE);
        TagVersion inUse = inUse("Carried");
        assertThat(inUse.getVersion()).isEqualTo(3);
        assertThat(inUse.getOrigin()).isEqualTo("imported from carried.avro, where it was version 1");
        assertThat(inUse.getSha256()).isEqualTo(tag("Carried", 1).getSha256());

        Path foreign = folder.resolve("foreign.avro");
        TagFile.write(foreign, soundFunctionTag("Foreign", TEMPLATE, 3, soundDomainTag("SMILES", 9)));
        assertThat(verb("tags", "import", foreign.toString())).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("learned with another domain tag SMILES");
        Files.writeString(file, "not a tag");
        assertThat(verb("tags", "import", file.toString())).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("carried.avro is damaged");
    }

    @Test
    void leavesOutOfAFileWhatMoleculesCanBeTriedOn() throws Exception {
        TagVersion.Builder learned =
                TagVersion.newBuilder(tag("Telling", 1)).setOffsets(Map.of("0123456789abcdef", 0.5));
        publish(learned.setSha256(TagDigest.of(learned.build())).build());
        Path file = folder.resolve("told.avro");

        assertThat(verb("tags", "export", "Telling", file.toString(), "--without-views"))
                .as(run.err())
                .isEqualTo(ExitCode.DONE);

        assertThat(TagFile.read(file).getOffsets()).isEmpty();
        assertThat(TagFile.read(file).getSha256()).isEqualTo(tag("Telling", 1).getSha256());
    }

    @Test
    void triesAVersionOutAndPromotesIt() throws Exception {
        publish(tag("Tried", 1));
        publish(tag("Tried", 2));
        assertThat(verb("tags", "promote", "Tried")).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("No candidate of Tried is on trial");
        assertThat(verb("tags", "shadow", "Tried@2")).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("Tried already uses this content");
        assertThat(verb("tags", "shadow", "Tried@1")).as(run.err()).isEqualTo(ExitCode.DONE);
        assertThat(ShadowTags.read(stack.connection())).containsKey("Tried");
        assertThat(inUse("Tried").getVersion()).isEqualTo(2);
        assertThat(json("tags", "list", "--json"))
                .filteredOn(row -> row.get("name").asText().equals("Tried"))
                .singleElement()
                .satisfies(row -> assertThat(row.get("shadow").asText())
                        .isEqualTo(tag("Tried", 1).getSha256()));

        assertThat(verb("tags", "promote", "Tried")).as(run.err()).isEqualTo(ExitCode.DONE);
        assertThat(inUse("Tried").getVersion()).isEqualTo(3);
        assertThat(inUse("Tried").getOrigin()).isEqualTo("promoted after a trial");
        assertThat(ShadowTags.read(stack.connection())).doesNotContainKey("Tried");
    }

    @Test
    void dropsATrial() throws Exception {
        publish(tag("Dropped", 1));
        Path file = folder.resolve("candidate.avro");
        TagFile.write(file, tag("Dropped", 5));
        assertThat(verb("tags", "shadow", file.toString())).as(run.err()).isEqualTo(ExitCode.DONE);
        assertThat(verb("tags", "drop", "Dropped")).as(run.err()).isEqualTo(ExitCode.DONE);
        assertThat(ShadowTags.read(stack.connection())).doesNotContainKey("Dropped");
        assertThat(inUse("Dropped").getVersion()).isEqualTo(1);
        assertThat(verb("tags", "drop", "Dropped")).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void saysWhichVersionProcessorsRefuseAndKeepsTheOneBefore() throws Exception {
        publish(tag("Damaged", 1));
        TagVersion damaged = TagVersion.newBuilder(tag("Damaged", 2))
                .setVersion(2)
                .setTargetMean(0.5)
                .build();
        stack.write(TOPICS.functionTags().name(), "Damaged", damaged);
        assertThat(json("tags", "list", "--json"))
                .filteredOn(row -> row.get("name").asText().equals("Damaged"))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.get("version").asLong()).isEqualTo(1);
                    assertThat(row.get("refused").asText()).isEqualTo("version 2");
                });
        assertThat(run.err()).contains("Refused of Damaged: ", "version 2 is refused", "checksum");
        assertThat(verb("tags", "show", "Damaged")).isEqualTo(ExitCode.DONE);
        assertThat(run.out()).containsPattern("refused +.*version 2 is refused").containsPattern("version +1");

        publish(tag("Damaged", 1)); // the content in use, which the topic does not end in
        assertThat(inUse("Damaged").getVersion())
                .as("that of a refused version counts")
                .isEqualTo(3);
        assertThat(verb("tags", "list")).isEqualTo(ExitCode.DONE);
        assertThat(run.err()).doesNotContain("Damaged");

        stack.write(new ProducerRecord<>(
                TOPICS.functionTags().name(), "Damaged".getBytes(StandardCharsets.UTF_8), new byte[] {1, 2, 3}));
        assertThat(verb("tags", "list")).as(run.err()).isEqualTo(ExitCode.DONE);
        assertThat(run.err()).contains("Refused of Damaged: a version can't be decoded");
        assertThat(inUse("Damaged").getVersion()).isEqualTo(3);
    }

    @Test
    void showsHowPredictionsComparedWithLaterResults() throws Exception {
        publish(tag("Compared", 1));
        assertThat(json("tags", "show", "Compared", "--json").get("live")).isEmpty();
        stack.write(
                TOPICS.liveAccuracy().name(),
                "Compared@1/0",
                new LiveAccuracy("Compared", 1L, false, 0, 4L, 6.0, 6.5, 1.0, 2.0, 1.0, 3.0, 0L, 0L, 0L, TIME));
        assertThat(json("tags", "show", "Compared", "--json").get("live"))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.get("pairs").asLong()).isEqualTo(4);
                    assertThat(row.get("mse").asDouble()).isEqualTo(0.75);
                });
        assertThat(verb("tags", "show", "Compared")).isEqualTo(ExitCode.DONE);
        assertThat(run.out()).contains("Predictions and the results that came after them:", "0.750");
    }

    @Test
    void showsHowTheLastRoundsEnded() throws Exception {
        publish(tag("Judged", 1));
        for (int i = 1; i <= 3; i++) {
            stack.write(TOPICS.gateVerdicts().name(), "Judged", verdict("Judged", "round " + i));
        }
        stack.write(TOPICS.gateVerdicts().name(), "Other", verdict("Other", "of another"));
        assertThat(verb("tags", "show", "Judged", "--rounds", "2")).isEqualTo(ExitCode.DONE);
        assertThat(run.out())
                .containsSubsequence("round 3", "round 2")
                .contains("refused, better by -0.0100 (at least -0.0300) on 40 held-out results")
                .doesNotContain("round 1", "of another");
        JsonNode card = json("tags", "show", "Judged", "--json");
        assertThat(card.get("rounds")).hasSize(3);
        assertThat(card.get("sha256").asText()).isEqualTo(tag("Judged", 1).getSha256());
        assertThat(card.get("parents").get(0).asText()).startsWith("SMILES@1 ");
        assertThat(card.get("evaluation").get("r2").asDouble()).isEqualTo(1);
    }

    @Test
    void namesATagThatIsNotThere() {
        for (String verb : List.of("show", "history")) {
            assertThat(verb("tags", verb, "Nothing")).isEqualTo(ExitCode.FAILED);
            assertThat(run.err()).contains("No version of Nothing was ever published");
        }
        assertThat(verb("tags", "show", "a b")).isEqualTo(ExitCode.USAGE);
    }

    private static GateVerdict verdict(String function, String reason) {
        return GateVerdict.newBuilder()
                .setFunction(function)
                .setOutcome(GateOutcome.REFUSED)
                .setReason(reason)
                .setCurrentMetrics(Map.of("mse", 1.0))
                .setCandidateMetrics(Map.of("mse", 1.01))
                .setImprovement(-0.01)
                .setImprovementLow(-0.03)
                .setHeldOut(40)
                .setExamples(360)
                .setStartedAt(TIME)
                .setEndedAt(TIME)
                .build();
    }

    private static TagVersion tag(String name, int value) {
        return soundFunctionTag(name, TEMPLATE, value, molecules);
    }

    private static void publish(TagVersion... versions) {
        assertThat(new TagPublisher(stack.connection()).publish(List.of(versions)))
                .isNotEmpty();
    }

    private static TagVersion inUse(String name) {
        return TagCatalogue.read(stack.connection())
                .find(TagKind.FUNCTION, name)
                .orElseThrow();
    }

    private static FunctionDeclaration declaration(String name) {
        return FunctionCatalogue.read(stack.connection()).declaration(name).orElseThrow();
    }

    private JsonNode json(String... arguments) throws IOException {
        return new ObjectMapper().readTree(json(ExitCode.DONE, arguments));
    }

    private String json(int code, String... arguments) {
        assertThat(verb(arguments)).as(run.err()).isEqualTo(code);
        return run.out();
    }

    private int verb(String... arguments) {
        return stack.run(run, arguments);
    }
}
