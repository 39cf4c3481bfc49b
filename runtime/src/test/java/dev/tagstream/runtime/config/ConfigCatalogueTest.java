package dev.tagstream.runtime.config;

import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCatalogueTest {
    private static final Setting<Integer> TOKENS =
            Setting.number("batch.max.tokens", 8192, atLeast(1), "Tokens of a batch.");
    private static final Setting<Duration> AGE =
            Setting.longMilliseconds("batch.max.age.ms", 250, between(1, 60_000), "Age of a batch.");
    private static final Setting<String> GUARANTEE = Setting.choice("guarantee", List.of("exactly", "least"), "a | b.");
    private static final Setting<Optional<String>> MODEL_DIR = Setting.optionalText("model.dir", "Checkpoint.");
    private static final Setting<Double> SHARE = Setting.decimal("share", 0.5, between(0, 1), "A share.");
    private static final Setting<Boolean> ENABLED = Setting.flag("enabled", true, "Whether.");
    private static final Setting<List<Path>> FILES = Setting.list("key.files", "Files.")
            .as(files -> files.stream().map(Path::of).toList());
    private static final Setting<String> PASS_WORD = Setting.anyText("registry.pass_word", "Underscored.");
    private static final Setting<String> APPLICATION_ID = Setting.requiredText("application.id", "Group.");
    private static final PassThrough KAFKA = new PassThrough("kafka.", "To the clients.");

    private static final ConfigCatalogue CATALOGUE = new ConfigCatalogue(
            "Settings of a test",
            List.of(KAFKA),
            SettingsGroup.of(APPLICATION_ID, MODEL_DIR, SHARE, ENABLED, FILES, PASS_WORD),
            SettingsGroup.of(TOKENS, AGE, GUARANTEE)
                    .checkedBy(settings -> SettingsRule.when(
                            settings.get(AGE).toMillis() >= settings.get(TOKENS),
                            "%s must be below %s".formatted(settings.told(AGE), settings.told(TOKENS)))));

    @TempDir
    private Path folder;

    @Test
    void takesDefaultsWhereNothingIsSet() {
        Settings settings = resolve(Map.of("application.id", "app"));

        assertThat(settings.get(TOKENS)).isEqualTo(8192);
        assertThat(settings.get(AGE)).isEqualTo(Duration.ofMillis(250));
        assertThat(settings.get(MODEL_DIR)).isEmpty();
        assertThat(settings.get(SHARE)).isEqualTo(0.5);
        assertThat(settings.get(ENABLED)).isTrue();
        assertThat(settings.get(FILES)).isEmpty();
        assertThat(settings.get(APPLICATION_ID)).isEqualTo("app");
        assertThat(settings.told(TOKENS)).isEqualTo("batch.max.tokens=8192 (default)");
    }

    @Test
    void letsCommandLineWinOverEnvironmentOverFileOverDefault() throws Exception {
        SettingsSource file = file("application.id=file\nbatch.max.tokens=1000\nguarantee=least\nshare=0.75\n");
        SettingsSource environment = SettingsSource.environment(Map.of(
                "TAGSTREAM_APPLICATION_ID", "environment", "TAGSTREAM_BATCH_MAX_TOKENS", "2000", "HOME", "/root"));
        SettingsSource commandLine = SettingsSource.commandLine(Map.of("application.id", "command"));

        Settings settings = CATALOGUE.resolve(List.of(commandLine, environment, file));

        assertThat(settings.told(APPLICATION_ID)).isEqualTo("application.id=command (command line)");
        assertThat(settings.told(TOKENS))
                .isEqualTo("batch.max.tokens=2000 (environment variable TAGSTREAM_BATCH_MAX_TOKENS)");
        assertThat(settings.told(SHARE)).isEqualTo("share=0.75 (line 4 of some.properties)");
        assertThat(settings.get(GUARANTEE)).isEqualTo("least");
        assertThat(settings.get(ENABLED)).isTrue();
    }

    @Test
    void tellsAllProblemsAtOnceEachWithKeyValueRuleAndSource() throws Exception {
        SettingsSource file =
                file("# comment\nbatch.max.token=5\nbatch.max.tokens=many\n\nguarantee=maybe\nguarantee=least\n");
        SettingsSource commandLine = SettingsSource.commandLine(Map.of("batch.max.age.ms", "0"));

        assertThat(problems(commandLine, file))
                .containsExactlyInAnyOrder(
                        "batch.max.token (line 2 of some.properties): there is no such setting; did you mean batch.max.tokens?",
                        "batch.max.tokens=many (line 3 of some.properties): it must be a whole number up to 2,147,483,647",
                        "guarantee is set twice, on line 5 of some.properties and on line 6 of some.properties",
                        "guarantee=maybe (line 5 of some.properties): allowed is [exactly, least]",
                        "batch.max.age.ms=0 (command line): allowed is [1,...,60000]",
                        "application.id is not set and has no default: set it on the command line, in the settings file or"
                                + " as TAGSTREAM_APPLICATION_ID");
    }

    @Test
    void checksConditionsBetweenSettings() {
        assertThat(problems(SettingsSource.commandLine(Map.of("application.id", "app", "batch.max.age.ms", "9000"))))
                .containsExactly("batch.max.age.ms=9000 (command line) must be below batch.max.tokens=8192 (default)");
    }

    @Test
    void handsPassThroughSettingsOnWithoutTheirPrefix() {
        Settings settings = CATALOGUE.resolve(List.of(
                SettingsSource.commandLine(Map.of("application.id", "app", "kafka.client.rack", "a")),
                SettingsSource.environment(Map.of(
                        "TAGSTREAM_KAFKA_CLIENT_RACK", "b",
                        "TAGSTREAM_KAFKA_SSL_KEYSTORE_LOCATION", "/k"))));

        assertThat(settings.under(KAFKA))
                .containsOnly(Map.entry("client.rack", "a"), Map.entry("ssl.keystore.location", "/k"));
    }

    @Test
    void reachesKeysWithDashesAndUnderscoresFromTheEnvironment() {
        assertThat(SettingsSource.environmentVariable("registry.pass_word-x"))
                .isEqualTo("TAGSTREAM_REGISTRY_PASS___WORD__X");

        Settings settings = CATALOGUE.resolve(List.of(SettingsSource.environment(
                Map.of("TAGSTREAM_APPLICATION_ID", "app", "TAGSTREAM_REGISTRY_PASS___WORD", "word"))));

        assertThat(settings.get(PASS_WORD)).isEqualTo("word");
    }

    @Test
    void neverRepeatsAValueThatMayBeASecretEvenUnderAMisspeltKey() {
        assertThat(problems(SettingsSource.commandLine(
                        Map.of("application.id", "app", "kakfa.sasl.jaas.config", "s3cret"))))
                .singleElement()
                .asString()
                .contains("kakfa.sasl.jaas.config")
                .doesNotContain("s3cret");
    }

    @Test
    void overlooksVariablesThatKubernetesSetsAndThoseItIsToldTo() {
        Map<String, String> variables = Map.of(
                "TAGSTREAM_APPLICATION_ID", "app",
                "TAGSTREAM_PROCESSOR_SERVICE_HOST", "10.0.0.1",
                "TAGSTREAM_PROCESSOR_PORT", "tcp://10.0.0.1:80",
                "TAGSTREAM_PROCESSOR_PORT_80_TCP_ADDR", "10.0.0.1",
                "TAGSTREAM_JAVA_OPTS", "-Xmx1g");

        assertThat(CATALOGUE
                        .resolve(List.of(SettingsSource.environment(variables, Set.of("TAGSTREAM_JAVA_OPTS"))))
                        .get(APPLICATION_ID))
                .isEqualTo("app");
        assertThat(problems(SettingsSource.environment(variables)))
                .singleElement()
                .asString()
                .startsWith("java.opts (environment variable TAGSTREAM_JAVA_OPTS): there is no such setting");
    }

    @Test
    void readsContinuedLinesAndNamesTheFirst() throws Exception {
        SettingsSource file =
                file("! not \\\napplication.id = ap\\\n    p \nshare:0.25\r\nmodel.dir=C\\:\\\\models\\\\\n");

        Settings settings = CATALOGUE.resolve(List.of(file));

        assertThat(settings.told(APPLICATION_ID)).isEqualTo("application.id=app (line 2 of some.properties)");
        assertThat(settings.told(SHARE)).isEqualTo("share=0.25 (line 4 of some.properties)");
        assertThat(settings.get(MODEL_DIR)).contains("C:\\models\\");
    }

    @Test
    void namesASettingsFileThatIsNotThere() {
        assertThatThrownBy(() -> SettingsSource.file(folder.resolve("absent.properties")))
                .isInstanceOf(ConfigProblemsException.class)
                .hasMessageContaining("absent.properties does not exist");
    }

    @Test
    void readsASettingAsWhatItsHandleSays() {
        assertThat(resolve(Map.of("application.id", "app", "key.files", "a.pem , b.pem"))
                        .get(FILES))
                .containsExactly(Path.of("a.pem"), Path.of("b.pem"));
    }

    @Test
    void readsWhatAnotherServiceHasWithAnotherDefaultByTheSameHandle() {
        ConfigCatalogue other = new ConfigCatalogue(
                "Settings of another",
                List.of(),
                SettingsGroup.of(APPLICATION_ID.withDefault("other"), AGE.withDefault("5", "Another age.")));

        Settings settings = other.resolve(List.of());

        assertThat(settings.get(APPLICATION_ID)).isEqualTo("other");
        assertThat(settings.get(AGE)).isEqualTo(Duration.ofMillis(5));
        assertThat(other.markdown()).contains("| `batch.max.age.ms` | long | `5` | [1,...,60000] | Another age. |\n");
    }

    @Test
    void refusesToReadWhatItsCatalogueDoesNotHaveAndNamesTheKey() {
        Settings settings = resolve(Map.of("application.id", "app"));
        Setting<Integer> foreign = Setting.number("no.such.key", 1, atLeast(0), "Of another service.");
        Setting<Path> twin = Setting.requiredText("application.id", "Read as something else.")
                .as(Path::of);

        assertThatThrownBy(() -> settings.get(foreign))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no.such.key is not in \"Settings of a test\"");
        assertThatThrownBy(() -> settings.get(twin)).hasMessageContaining("application.id");
        assertThatThrownBy(() -> settings.told(foreign)).hasMessageContaining("no.such.key");
    }

    @Test
    void refusesASettingThatIsThereTwice() {
        assertThatThrownBy(() -> new ConfigCatalogue(
                        "Settings of a test", List.of(), SettingsGroup.of(TOKENS), SettingsGroup.of(TOKENS)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("batch.max.tokens");
    }

    @Test
    void hidesWhatMayBeASecretAmongThatPassedOn() {
        Settings settings =
                resolve(Map.of("application.id", "app", "kafka.sasl.jaas.config", "s3cret", "kafka.client.rack", "a"));

        assertThat(settings.told(KAFKA, "sasl.jaas.config"))
                .isEqualTo("kafka.sasl.jaas.config=[hidden] (command line)");
        assertThat(settings.told(KAFKA, "client.rack")).isEqualTo("kafka.client.rack=a (command line)");
    }

    @Test
    void printsItselfAsAPage() {
        assertThat(CATALOGUE.markdown())
                .startsWith("# Settings of a test\n")
                .contains("| `application.id` | string | must be set | non-empty string | Group. |\n")
                .contains("| `batch.max.tokens` | int | `8192` | [1,...] | Tokens of a batch. |\n")
                .contains("| `guarantee` | string | `exactly` | [exactly, least] | a \\| b. |\n")
                .contains("| `model.dir` | string | none |  | Checkpoint. |\n")
                .contains("| `key.files` | list | none |  | Files. |\n")
                .contains("| `kafka.` | To the clients. |\n");
    }

    private SettingsSource file(String text) throws Exception {
        return SettingsSource.file(Files.writeString(folder.resolve("some.properties"), text));
    }

    private static Settings resolve(Map<String, String> settings) {
        return CATALOGUE.resolve(List.of(SettingsSource.commandLine(settings)));
    }

    private static List<String> problems(SettingsSource... sources) {
        return catchThrowableOfType(ConfigProblemsException.class, () -> CATALOGUE.resolve(List.of(sources)))
                .problems();
    }
}
