package dev.tagstream.local.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tagstream.cli.CommandRun;
import dev.tagstream.cli.TagstreamMain;
import dev.tagstream.cli.access.AccessCatalogue;
import dev.tagstream.cli.access.Role;
import dev.tagstream.cli.options.ConnectionOptions;
import dev.tagstream.cli.options.ModelOptions;
import dev.tagstream.cli.options.ServiceOptions;
import dev.tagstream.cli.terminal.ExitCode;
import dev.tagstream.client.KafkaConnection;
import dev.tagstream.client.tags.TagCatalogue;
import dev.tagstream.client.tags.TagTransaction;
import dev.tagstream.console.Console;
import dev.tagstream.console.ConsoleOptions;
import dev.tagstream.console.reader.Installation;
import dev.tagstream.local.JavaProcess;
import dev.tagstream.local.SecuredStack;
import dev.tagstream.model.engine.LlamaEngine;
import dev.tagstream.model.learn.LlamaLearner;
import dev.tagstream.processor.ProcessorSettings;
import dev.tagstream.processor.ScreeningProcessor;
import dev.tagstream.runtime.config.Settings;
import dev.tagstream.runtime.config.SettingsSource;
import dev.tagstream.runtime.ops.OpsServer;
import dev.tagstream.runtime.streams.TagUse;
import dev.tagstream.schemas.TagVersion;
import dev.tagstream.trainer.LearningTrainer;
import dev.tagstream.trainer.TrainerSettings;
import dev.tagstream.trainer.round.RoundListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * A real broker with TLS, logins and an authorizer that allows nothing by itself, and a real registry behind TLS and passwords. Each
 * role has a login, and exactly the rights of the catalogue.
 */
class SecurityIT {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final String STRANGER = "stranger";
    private static final String FUNCTION = "Size";
    private static final String FORGED = "BindingAffinity";
    private static final int RESULTS = 150;

    /** Enough to be better than the mean. */
    private static final int EPOCHS = 5;

    @TempDir
    static Path folder;

    private static SecuredStack stack;

    private final CommandRun run = new CommandRun();

    @BeforeAll
    static void start() throws Exception {
        List<String> users = new ArrayList<>(List.of(STRANGER));
        for (Role role : Role.values()) {
            users.add(role.toString());
        }
        stack = new SecuredStack(folder.resolve("stack"), users.toArray(String[]::new));
        CommandRun run = new CommandRun();
        for (Role role : Role.values()) {
            done(run, SecuredStack.ADMIN, "acls", "apply", "--role", role.toString(), "--principal", "User:" + role);
        }
        done(run, "topics", "topics", "create", "--partitions", "2");
        done(run, SecuredStack.ADMIN, "topics", "create", "--partitions", "1", "--topic-prefix", "other.");
        done(run, "curator", "tags", "publish");
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
    }

    @Test
    void everyRoleDoesItsWorkWithExactlyItsRights() throws Exception {
        done(run, "curator", "tags", "create", FUNCTION, "--unit", "atoms", "--domains", "SMILES");
        try (LlamaEngine engine = new ModelOptions().open();
                ScreeningProcessor processor = processor(engine);
                LlamaEngine learning = new ModelOptions().open();
                LearningTrainer trainer = trainer(learning)) {
            processor.start();
            trainer.start();
            processor.awaitRunning(PATIENCE);
            trainer.awaitRunning(PATIENCE);
            done(run, "laboratory", "feedback", measured().toString(), "--function", FUNCTION, "--unit", "atoms");
            Awaitility.await()
                    .atMost(PATIENCE)
                    .failFast("a service has failed", () -> trainer.failed() || processor.failed())
                    .until(() -> processor.tags().current().function(FUNCTION).isPresent());

            done(run, "client", "screen", library().toString(), "--function", FUNCTION, "--library-id", "secured");
            Path results = folder.resolve("results.csv");
            done(run, "client", "results", "secured", "--out", results.toString(), "--json");
            JsonNode summary = new ObjectMapper().readTree(run.out());
            assertThat(summary.get("predicted").asInt()).isEqualTo(3);
            assertThat(summary.get("rejected").asInt()).isEqualTo(1);
            done(run, "client", "lag", "--json");
            assertThat(new ObjectMapper().readTree(run.out()).get("backlog").asInt())
                    .isZero();
            assertThat(processor.failed() || trainer.failed()).isFalse();
        }
        done(run, "client", "tags", "list");
        assertThat(run.out()).contains(FUNCTION);
        done(run, "client", "tags", "show", FUNCTION);
        verb("client", "suggest", "secured", "--n", "1");
        assertThat(run.err()).doesNotContain("not allow");
        done(run, "curator", "tags", "pin", FUNCTION, "1");
        done(run, "curator", "tags", "unpin", FUNCTION);
    }

    @Test
    void theDoctorFindsThatEachRoleHasItsRightsAndAStrangerNone() throws Exception {
        for (Role role : Role.values()) {
            String user = role.toString();
            verb(user, "doctor", "--role", user, "--json");
            assertThat(state(new ObjectMapper().readTree(run.out()), "rights"))
                    .as(run.out())
                    .isEqualTo("ok");
        }
        assertThat(verb(STRANGER, "doctor", "--role", "processor", "--json")).isEqualTo(ExitCode.FAILED);
        JsonNode report = new ObjectMapper().readTree(run.out());
        assertThat(state(report, "rights")).isEqualTo("wrong");
        assertThat(report.toString())
                .contains("read topic screening-requests", "write topic predictions", "read group tagstream-processor")
                .contains("write transactional id tagstream-processor-*", "tagstream acls apply --role processor");
        assertThat(verb("client", "doctor", "--role", "curator", "--json")).isEqualTo(ExitCode.FAILED);
        assertThat(run.out()).contains("write topic function-tags").doesNotContain("read topic function-tags");
    }

    @Test
    void theConsoleShowsWhatItsRoleMayReadAndSaysWhatAStrangerMayNot() throws Exception {
        assertThat(console("console").path("problem").asText()).isEqualTo("null");
        assertThat(console("console").at("/functions/0/inUse").asInt()).isPositive();
        assertThat(console(STRANGER).path("problem").asText()).contains("may not read", "docs/acls.md");
    }

    /** What it knows once the brokers have answered, or refused. */
    private static JsonNode console(String user) throws Exception {
        ConnectionOptions options = new ConnectionOptions();
        options.commandConfig = Optional.of(file(user));
        KafkaConnection connection = options.settle(Map.of());
        Installation installation = new Installation(
                connection.bootstrapServers(),
                connection.kafka(),
                connection.registry(),
                connection.topics(),
                AccessCatalogue.DEFAULT_PROCESSOR_ID);
        try (Console console = Console.open(new ConsoleOptions(installation, Duration.ofDays(1), 1 << 18));
                OpsServer server =
                        OpsServer.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), console.pages())) {
            return Awaitility.await()
                    .atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(
                            () -> new ObjectMapper()
                                    .readTree(ServicePages.of(server.port()).read("/console/state", 200)),
                            state -> !state.get("problem").isNull()
                                    || !state.get("group").isNull()
                                            && !state.get("functions").isEmpty());
        }
    }

    private static String state(JsonNode report, String check) {
        for (JsonNode one : report.get("checks")) {
            if (one.get("check").asText().equals(check)) {
                return one.get("state").asText();
            }
        }
        return "none";
    }

    @Test
    void aProcessorCannotPublishTags() throws Exception {
        Map<String, Object> config = kafka(stack.certificate("processor"));
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (String topic : List.of("function-tags", "domain-tags", "shadow-tags", "tag-history", "functions")) {
                assertThatThrownBy(() -> producer.send(new ProducerRecord<>(topic, new byte[1], new byte[1]))
                                .get())
                        .isInstanceOf(ExecutionException.class)
                        .hasCauseInstanceOf(TopicAuthorizationException.class);
            }
            producer.send(new ProducerRecord<>("rejected-records", null, new byte[1]))
                    .get(); // that the login itself works
        }
    }

    @Test
    void aClientCannotReadAnotherPrefix() throws Exception {
        assertThat(verb("client", "tags", "list", "--topic-prefix", "other.")).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("Kafka does not allow it", "[other.");
        assertThat(verb(SecuredStack.ADMIN, "tags", "list", "--topic-prefix", "other."))
                .as("who may")
                .isEqualTo(ExitCode.DONE);
    }

    @Test
    void aClientCannotPublishTagsNorGrantItselfTheRight() throws Exception {
        assertThat(verb("client", "tags", "create", "Other", "--unit", "x", "--domains", "SMILES"))
                .isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("Kafka does not allow it", "functions");
        assertThat(verb("client", "acls", "apply", "--role", "curator", "--principal", "User:client"))
                .isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("Kafka does not allow it");
    }

    @Test
    void aLoginWithoutRightsSeesNothing() throws Exception {
        assertThat(verb(STRANGER, "tags", "list")).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("Kafka does not allow it");
    }

    @Test
    void rightsThatAreTakenAwayAreGone() throws Exception {
        done(run, SecuredStack.ADMIN, "acls", "apply", "--role", "client", "--principal", "User:" + STRANGER);
        done(run, STRANGER, "tags", "list");
        done(run, SecuredStack.ADMIN, "acls", "revoke", "--role", "client", "--principal", "User:" + STRANGER);
        assertThat(verb(STRANGER, "tags", "list")).isEqualTo(ExitCode.FAILED);
    }

    /** By somebody who got hold of a login that may write, yet has no key. */
    @Test
    void aForgedTagVersionIsRefusedEverywhere() throws Exception {
        ConnectionOptions options = new ConnectionOptions();
        options.commandConfig = Optional.of(stack.scramFile(SecuredStack.ADMIN));
        KafkaConnection connection = options.settle(Map.of());
        KafkaConnection keyless = new KafkaConnection(connection.kafka(), connection.registry(), connection.topics());
        TagVersion genuine = TagCatalogue.read(connection).function(FORGED).orElseThrow();
        assertThat(genuine.getSignature()).as("what the curator published").isNotNull();
        new TagTransaction(keyless)
                .use(TagVersion.newBuilder(genuine).setVersion(100L).build())
                .commit();

        done(run, "client", "tags", "list");
        assertThat(run.err()).contains("Refused of " + FORGED, "version 100");
        try (LlamaEngine engine = new ModelOptions().open();
                ScreeningProcessor processor = processor(engine)) {
            processor.start();
            processor.awaitRunning(PATIENCE);
            assertThat(processor.tags().current().function(FORGED))
                    .as("in use")
                    .map(tag -> tag.id().version())
                    .isNotEqualTo(Optional.of(100L));
            assertThat(processor.tagRegistry().status(TagUse.FUNCTION, FORGED))
                    .get()
                    .satisfies(
                            status -> assertThat(status.lastRefused().version()).isEqualTo(100));
        }

        assertThat(verb(SecuredStack.ADMIN, "tags", "rollback", FORGED, "100")).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("version 100 is refused", "trusted key");
        assertThat(verb(SecuredStack.ADMIN, "tags", "rollback", FORGED, "1")).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("have to be signed", "tag.signing.key");
    }

    @Test
    void saysWhichPasswordTheBrokerRefuses() throws Exception {
        Map<String, String> wrong = stack.scram("client");
        wrong.put("sasl.jaas.config", wrong.get("sasl.jaas.config").replace(stack.password("client"), "wrong-word"));
        assertThat(with("wrong-password", wrong)).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("Kafka refused the login", "--command-config");
    }

    @Test
    void trustsNoBrokerOfAnUnknownAuthority() throws Exception {
        Map<String, String> trusting = stack.scram("client");
        trusting.keySet().removeIf(key -> key.startsWith("ssl."));
        assertThat(with("no-trust", trusting)).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("TLS", "ssl.truststore.location", "--command-config");
    }

    @Test
    void sendsNoPasswordToARegistryOfAnUnknownAuthority() throws Exception {
        Map<String, String> trusting = stack.scram("client");
        trusting.keySet().removeIf(key -> key.startsWith("registry.ssl."));
        assertThat(with("no-registry-trust", trusting)).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("registry", "PKIX");
    }

    @Test
    void sendsNoPasswordToARegistryWhoseCertificateIsAnothers() throws Exception {
        Map<String, String> misnamed = stack.scram("client");
        misnamed.put("registry.schema.registry.url", stack.misnamedRegistryUrl());
        assertThat(with("misnamed", misnamed)).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("registry", "127.0.0.1");
    }

    @Test
    void saysThatTheRegistryRefusesAPassword() throws Exception {
        Map<String, String> wrong = stack.scram("client");
        wrong.put("registry.basic.auth.user.info", "client:wrong-word");
        assertThat(with("wrong-registry-password", wrong)).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("registry", "status 401");
    }

    @Test
    void takesTheRegistrysPasswordOutOfItsAddressToo() throws Exception {
        Map<String, String> inAddress = stack.scram("client");
        inAddress.remove("registry.basic.auth.user.info");
        inAddress.put(
                "registry.schema.registry.url",
                stack.registryUrl().replace("https://", "https://client:%s@".formatted(stack.password("client"))));
        assertThat(with("in-address", inAddress)).as(run.err()).isEqualTo(ExitCode.DONE);
    }

    /** In processes of their own, with the logs of all libraries, which print their settings. */
    @Test
    void nothingThatAProcessPrintsHoldsASecret() throws Exception {
        Map<String, String> wrong = stack.scram("client");
        wrong.put("sasl.jaas.config", wrong.get("sasl.jaas.config").replace(stack.password("client"), "wrong-word"));
        Map<String, String> inAddress = stack.scram("client");
        inAddress.put("registry.schema.registry.url", "https://client:wrong-word@" + hostOf(stack.registryUrl()));
        inAddress.remove("registry.basic.auth.user.info");
        Path certificate = stack.write("certificate-processor", stack.certificate("processor"));
        List<Printing> verbs = List.of(
                printing("tags", "publish", "--command-config", file("curator").toString()),
                printing(
                        "tags",
                        "list",
                        "--command-config",
                        stack.write("refused", wrong).toString()),
                printing(
                        "tags",
                        "list",
                        "--command-config",
                        stack.write("address", inAddress).toString()),
                printing(
                        "processor",
                        "--command-config",
                        certificate.toString(),
                        "--set",
                        "kafka.ssl.key.password=wrong-word"),
                printing("processor", "--command-config", certificate.toString(), "--set", "sasl.password=wrong-word"));
        List<Printing> services = List.of(service("processor"), service("trainer"));
        List<String> said = new ArrayList<>();
        for (Printing verb : verbs) {
            said.add(verb.toItsEnd());
        }
        for (Printing service : services) {
            String text = service.toItsEndBySigterm();
            assertThat(text).as("settings are printed").contains("StreamsConfig values", "ProducerConfig values");
            said.add(text);
        }

        List<String> secrets =
                new ArrayList<>(List.of("wrong-word", stack.certificates().password()));
        for (Role role : Role.values()) {
            secrets.add(stack.password(role.toString()));
        }
        Files.readAllLines(stack.signingKey()).stream()
                .map(String::strip)
                .filter(line -> line.length() >= 16 && !line.startsWith("-"))
                .forEach(secrets::add);
        assertThat(secrets).as("with a line of the key").hasSizeGreaterThan(2 + Role.values().length);
        for (String text : said) {
            for (String secret : secrets) {
                assertThat(text).doesNotContain(secret);
            }
        }
    }

    private static String hostOf(String url) {
        return url.substring(url.indexOf("://") + 3);
    }

    /** A process, and the log of all that it prints. */
    private record Printing(Process process, Path log) {
        String toItsEnd() throws Exception {
            try {
                assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .isTrue();
            } finally {
                process.destroyForcibly();
            }
            return Files.readString(log);
        }

        /** Of a service. */
        String toItsEndBySigterm() throws Exception {
            try {
                Awaitility.await()
                        .atMost(PATIENCE)
                        .failFast("the service has ended", () -> !process.isAlive())
                        .until(() -> Files.readString(log).contains("to RUNNING"));
            } finally {
                process.destroy();
            }
            return toItsEnd();
        }
    }

    private static Printing service(String user) throws IOException {
        return printing(
                user,
                "--command-config",
                file(user).toString(),
                "--set",
                "state.dir=" + folder.resolve("printed-" + user));
    }

    private static Printing printing(String... arguments) throws IOException {
        Path log = Files.createTempFile(folder, "printed", ".log");
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--debug");
        Map<String, String> environment =
                Map.of("TAGSTREAM_LOG_LEVEL", "DEBUG", "TAGSTREAM_LIBRARY_LOG_LEVEL", "DEBUG");
        return new Printing(JavaProcess.start(log, environment, TagstreamMain.class, all), log);
    }

    private static Map<String, Object> kafka(Map<String, String> file) {
        Map<String, Object> kafka = new HashMap<>(file);
        kafka.keySet().removeIf(key -> key.startsWith("registry.") || key.startsWith("tag."));
        return kafka;
    }

    /** With a certificate, so that both ways to log in are seen at work. */
    private static ScreeningProcessor processor(LlamaEngine engine) throws Exception {
        Path file = stack.write("certificate-processor", stack.certificate("processor"));
        return new ScreeningProcessor(
                ProcessorSettings.CATALOGUE.resolve(sources(file, "state.dir=" + folder.resolve("state"))), engine);
    }

    private static LearningTrainer trainer(LlamaEngine engine) throws IOException {
        Settings settings = TrainerSettings.CATALOGUE.resolve(sources(
                stack.scramFile("trainer"),
                "tag.signing.key=" + stack.signingKey(),
                "state.dir=" + folder.resolve("trainer-state"),
                "round.min.results=100",
                "tag.members=1",
                "train.epochs=" + EPOCHS));
        return new LearningTrainer(settings, engine, LlamaLearner.over(engine), RoundListener.SILENT);
    }

    /** As the verbs of the services resolve them. */
    private static List<SettingsSource> sources(Path file, String... settings) {
        List<String> arguments = new ArrayList<>(List.of("--command-config", file.toString()));
        for (String setting : settings) {
            arguments.addAll(List.of("--set", setting));
        }
        ServiceOptions options = new ServiceOptions();
        new CommandLine(options).parseArgs(arguments.toArray(String[]::new));
        return options.sources(Map.of());
    }

    private static Path measured() throws IOException {
        StringBuilder rows = new StringBuilder("compound_id,smiles,value\n");
        for (int i = 0; i < RESULTS; i++) {
            String smiles = FeedbackStack.smiles(i);
            rows.append("c%d,%s,%d%n".formatted(i, smiles, smiles.length()));
        }
        return Files.writeString(folder.resolve("measured.csv"), rows);
    }

    private static Path library() throws IOException {
        return Files.writeString(folder.resolve("library.smi"), "CCO one\nCCCN two\nC1CC broken\nCCCCCO three\n");
    }

    private int verb(String user, String... arguments) throws IOException {
        return verb(run, file(user), arguments);
    }

    /** Who publishes tags has the key to sign them with. */
    private static Path file(String user) throws IOException {
        Map<String, String> settings = stack.scram(user);
        if (List.of("curator", "trainer").contains(user)) {
            settings.put("tag.signing.key", stack.signingKey().toString());
        }
        return stack.write("scram-" + user, settings);
    }

    private int with(String name, Map<String, String> settings) throws IOException {
        return verb(run, stack.write(name, settings), "tags", "list");
    }

    private static void done(CommandRun run, String user, String... arguments) throws IOException {
        assertThat(verb(run, file(user), arguments))
                .as("%s by %s: %s", List.of(arguments), user, run.err())
                .isEqualTo(ExitCode.DONE);
    }

    private static int verb(CommandRun run, Path file, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--command-config", file.toString()));
        int code = run.execute(all.toArray(String[]::new));
        assertThat(run.err()).doesNotContain("\tat ", "unexpected error", "wrong-word");
        return code;
    }
}
