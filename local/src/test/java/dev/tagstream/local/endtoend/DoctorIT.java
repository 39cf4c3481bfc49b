package dev.tagstream.local.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tagstream.cli.CommandRun;
import dev.tagstream.cli.terminal.ExitCode;
import dev.tagstream.schemas.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The doctor, and the verbs that it sends people to, before a real broker and a real registry, sound and broken. */
class DoctorIT {
    @TempDir
    static Path folder;

    private static VerbStack stack;

    private final CommandRun run = new CommandRun();

    @BeforeAll
    static void start() {
        stack = new VerbStack(DoctorIT.class, folder.resolve("stack"));
        CommandRun run = new CommandRun();
        assertThat(stack.run(run, "tags", "publish", "--json")).as(run.err()).isEqualTo(ExitCode.DONE);
        assertThat(run.out()).contains("\"name\" : \"BindingAffinity\"");
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void findsNothingWrongWhereNothingIs() throws Exception {
        assertThat(doctor()).as(run.out()).isEqualTo(ExitCode.DONE);
        assertThat(run.out())
                .contains("ok       broker    1 broker of the cluster behind")
                .contains("as the catalogue says")
                .contains("this login may do what a processor does")
                .contains("for this model: domain Protein version 1")
                .endsWith(", 0 wrong\n");
        assertThat(doctor("--role", "trainer")).as(run.out()).isEqualTo(ExitCode.DONE);
        assertThat(stack.run(run, "doctor", "--role", "client", "--json")).isEqualTo(ExitCode.DONE);
        JsonNode report = json();
        assertThat(report.get("wrong").asInt()).isZero();
        assertThat(report.get("checks"))
                .extracting(check -> check.get("check").asText())
                .containsExactly("java", "broker", "registry", "topics", "rights");
    }

    @Test
    void saysThatNoBrokerAnswers() throws Exception {
        assertThat(run.execute(
                        "doctor", "--json", "--bootstrap-server", "localhost:1", "--schema-registry", registry()))
                .isEqualTo(ExitCode.FAILED);
        JsonNode report = json();
        assertThat(wrong(report)).containsExactly("broker");
        assertThat(finding(report, "broker").get("found").asText()).isEqualTo("No Kafka broker answers at localhost:1");
        assertThat(finding(report, "broker").get("remedy").asText()).contains("--bootstrap-server");
        assertThat(finding(report, "topics").get("state").asText()).isEqualTo("warning");
        assertThat(finding(report, "model").get("state").asText()).isEqualTo("ok");
    }

    @Test
    void saysThatNoRegistryAnswers() throws Exception {
        assertThat(run.execute(
                        "doctor",
                        "--json",
                        "--bootstrap-server",
                        stack.stack().bootstrapServers(),
                        "--topic-prefix",
                        stack.stack().topicPrefix(),
                        "--schema-registry",
                        "http://localhost:1"))
                .isEqualTo(ExitCode.FAILED);
        JsonNode report = json();
        assertThat(wrong(report)).containsExactly("registry");
        assertThat(finding(report, "registry").get("remedy").asText()).contains("--schema-registry");
        assertThat(finding(report, "tags").get("found").asText()).startsWith("not looked at");
    }

    @Test
    void saysThatAnAddressIsNoRegistry() throws Exception {
        assertThat(run.execute(
                        "doctor",
                        "--json",
                        "--bootstrap-server",
                        stack.stack().bootstrapServers(),
                        "--topic-prefix",
                        stack.stack().topicPrefix(),
                        "--schema-registry",
                        registry() + "/nowhere"))
                .isEqualTo(ExitCode.FAILED);
        assertThat(wrong(json())).containsExactly("registry");
        assertThat(finding(json(), "registry").get("found").asText()).contains("status 404");
    }

    @Test
    void namesAMissingTopicAndWhatMakesIt() throws Exception {
        done("topics", "create", "--topic-prefix", "less.", "--partitions", "1");
        delete("less.shadow-tags");
        assertThat(doctor("--topic-prefix", "less.", "--json")).isEqualTo(ExitCode.FAILED);
        assertThat(wrong(json())).containsExactly("topics");
        assertThat(finding(json(), "topics").get("found").asText()).isEqualTo("missing: less.shadow-tags");

        assertThat(verb("topics", "describe", "--topic-prefix", "less.")).isEqualTo(ExitCode.FAILED);
        assertThat(run.out()).contains("missing", "`tagstream topics create`");
        done("topics", "create", "--topic-prefix", "less.", "--dry-run");
        assertThat(run.out()).startsWith("less.shadow-tags: 1 partitions, 1 replicas, cleanup.policy=compact, ");
        assertThat(verb("topics", "describe", "--topic-prefix", "less."))
                .as("after a dry run")
                .isEqualTo(ExitCode.FAILED);

        done("topics", "create", "--topic-prefix", "less.", "--json");
        assertThat(json().get("created")).hasSize(1);
        done("topics", "create", "--topic-prefix", "less.");
        assertThat(run.err()).contains("0 topics created");
        done("topics", "describe", "--topic-prefix", "less.");
    }

    @Test
    void namesAnotherCleanupPolicyAndPutsItRight() throws Exception {
        Topics odd = Topics.withPrefix("odd.");
        create(new NewTopic(odd.functionTags().name(), Optional.of(1), Optional.of((short) 1))
                .configs(Map.of("cleanup.policy", "delete", "max.message.bytes", "1000")));
        done("topics", "create", "--topic-prefix", "odd.", "--partitions", "1");

        assertThat(doctor("--topic-prefix", "odd.")).isEqualTo(ExitCode.FAILED);
        assertThat(run.out())
                .contains("of odd.function-tags, cleanup.policy is delete, wanted is compact")
                .contains("of odd.function-tags, max.message.bytes is 1000, wanted is 8388608")
                .contains("`tagstream topics create --fix-settings` sets it.");
        assertThat(verb("topics", "describe", "--topic-prefix", "odd.", "--json"))
                .isEqualTo(ExitCode.FAILED);
        assertThat(json())
                .filteredOn(row -> row.get("level").asText().equals("wrong"))
                .singleElement()
                .satisfies(row -> assertThat(row.get("differences").size()).isGreaterThanOrEqualTo(2));

        done("topics", "create", "--topic-prefix", "odd.", "--fix-settings");
        assertThat(run.out()).contains("odd.function-tags: set cleanup.policy=compact");
        done("topics", "describe", "--topic-prefix", "odd.");
    }

    @Test
    void namesAnotherNumberOfPartitions() throws Exception {
        create(new NewTopic("wide.function-tags", Optional.of(3), Optional.of((short) 1)));
        create(new NewTopic("wide.predictions", Optional.of(5), Optional.of((short) 1)));
        done("topics", "create", "--topic-prefix", "wide.", "--partitions", "4", "--fix-settings");

        assertThat(doctor("--topic-prefix", "wide.")).isEqualTo(ExitCode.FAILED);
        assertThat(run.out())
                .contains("of wide.function-tags, the number of partitions is 3, wanted is 1")
                .contains("of wide.shadow-predictions, the number of partitions is 4, wanted is 5, as many as of"
                        + " wide.predictions")
                .contains("`kafka-topics.sh --alter --topic wide.shadow-predictions --partitions 5` adds them.");
    }

    @Test
    void saysWhichModelFileCannotBeRead() throws Exception {
        Path model = Files.createDirectories(folder.resolve("torn"));
        Files.writeString(model.resolve("config.json"), "{");
        assertThat(doctor("--model", model.toString(), "--json")).isEqualTo(ExitCode.FAILED);
        assertThat(wrong(json())).containsExactly("model");
        assertThat(finding(json(), "model").get("found").asText()).contains("torn/config.json");
    }

    @Test
    void saysThatTheTagsAreForAnotherModel() throws Exception {
        String other = folder.resolve("other").toString();
        assertThat(run.execute("model", "random", other, "--hidden", "64", "--layers", "1", "--head-dim", "16"))
                .as(run.err())
                .isEqualTo(ExitCode.DONE);
        assertThat(doctor("--model", other, "--json")).isEqualTo(ExitCode.FAILED);
        assertThat(wrong(json())).isNotEmpty().containsOnly("tags");
        assertThat(finding(json(), "tags").get("found").asText()).contains("it was learned for model");
        assertThat(finding(json(), "tags").get("remedy").asText()).contains("tags publish");
    }

    @Test
    void saysThatTheStateHasNoPlace() throws Exception {
        Path file = Files.writeString(folder.resolve("no-folder"), "");
        assertThat(doctor("--json", "--set", "state.dir=" + file.resolve("state")))
                .isEqualTo(ExitCode.FAILED);
        assertThat(wrong(json())).containsExactly("state");
    }

    @Test
    void saysWhichSettingIsUnknown() throws Exception {
        assertThat(doctor("--json", "--set", "batch.max.tokenz=1")).isEqualTo(ExitCode.FAILED);
        assertThat(wrong(json())).containsExactly("settings");
        assertThat(finding(json(), "settings").get("found").asText()).contains("batch.max.tokenz", "batch.max.tokens");
    }

    private static String registry() {
        return stack.stack().registryUrl();
    }

    private int doctor(String... arguments) {
        List<String> all = new ArrayList<>(List.of("doctor"));
        all.addAll(List.of(arguments));
        if (all.stream().noneMatch(argument -> argument.startsWith("state.dir"))) {
            all.addAll(List.of("--set", "state.dir=" + folder.resolve("state")));
        }
        return verb(all.toArray(String[]::new));
    }

    private int verb(String... arguments) {
        return stack.run(run, arguments);
    }

    private void done(String... arguments) {
        assertThat(verb(arguments)).as(run.out() + run.err()).isEqualTo(ExitCode.DONE);
    }

    private static void create(NewTopic topic) throws Exception {
        try (Admin admin = stack.connection().admin()) {
            admin.createTopics(List.of(topic)).all().get();
        }
    }

    private static void delete(String topic) throws Exception {
        try (Admin admin = stack.connection().admin()) {
            admin.deleteTopics(List.of(topic)).all().get();
            // the controller knows at once, the broker that answers a moment later
            Awaitility.await().until(() -> !admin.listTopics().names().get().contains(topic));
        }
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(run.out());
    }

    private static List<String> wrong(JsonNode report) {
        List<String> wrong = new ArrayList<>();
        for (JsonNode check : report.get("checks")) {
            if (check.get("state").asText().equals("wrong")) {
                wrong.add(check.get("check").asText());
            }
        }
        return wrong;
    }

    private static JsonNode finding(JsonNode report, String check) {
        for (JsonNode one : report.get("checks")) {
            if (one.get("check").asText().equals(check)) {
                return one;
            }
        }
        throw new AssertionError("nothing is said of " + check + " in " + report);
    }
}
