package dev.tagstream.runtime.config;

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
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCatalogueTest {
    private static final ConfigDef DEFINITIONS = new ConfigDef()
            .define("batch.max.tokens", Type.INT, 8192, Range.atLeast(1), Importance.HIGH, "Tokens of a batch.")
            .define("batch.max.age.ms", Type.LONG, 250L, Range.between(1, 60_000), Importance.HIGH, "Age of a batch.")
            .define("guarantee", Type.STRING, "exactly", ValidString.in("exactly", "least"), Importance.LOW, "a | b.")
            .define("model.dir", Type.STRING, null, Importance.HIGH, "Checkpoint.")
            .define("share", Type.DOUBLE, 0.5, Importance.LOW, "A share.")
            .define("enabled", Type.BOOLEAN, true, Importance.LOW, "Whether.")
            .define("domains", Type.LIST, "Protein,SMILES", Importance.LOW, "Domains.")
            .define("registry.pass_word", Type.PASSWORD, "none", Importance.LOW, "Secret.")
            .define("application.id", Type.STRING, ConfigDef.NO_DEFAULT_VALUE, Importance.HIGH, "Group.");

    private static final SettingsRule AGE_BELOW_TOKENS =
            settings -> settings.longNumber("batch.max.age.ms") < settings.number("batch.max.tokens")
                    ? Optional.empty()
                    : Optional.of("%s must be below %s"
                            .formatted(settings.told("batch.max.age.ms"), settings.told("batch.max.tokens")));

    private static final ConfigCatalogue CATALOGUE = new ConfigCatalogue(
            "Settings of a test",
            DEFINITIONS,
            List.of(new PassThrough("kafka.", "To the clients.")),
            List.of(AGE_BELOW_TOKENS));

    @TempDir
    private Path folder;

    @Test
    void takesDefaultsWhereNothingIsSet() {
        Settings settings = resolve(Map.of("application.id", "app"));

        assertThat(settings.number("batch.max.tokens")).isEqualTo(8192);
        assertThat(settings.milliseconds("batch.max.age.ms")).isEqualTo(Duration.ofMillis(250));
        assertThat(settings.optionalText("model.dir")).isEmpty();
        assertThat(settings.decimal("share")).isEqualTo(0.5);
        assertThat(settings.flag("enabled")).isTrue();
        assertThat(settings.list("domains")).containsExactly("Protein", "SMILES");
        assertThat(settings.text("application.id")).isEqualTo("app");
        assertThat(settings.told("batch.max.tokens")).isEqualTo("batch.max.tokens=8192 (default)");
    }

    @Test
    void letsCommandLineWinOverEnvironmentOverFileOverDefault() throws Exception {
        SettingsSource file = file("application.id=file\nbatch.max.tokens=1000\nguarantee=least\nshare=0.75\n");
        SettingsSource environment = SettingsSource.environment(Map.of(
                "TAGSTREAM_APPLICATION_ID", "environment", "TAGSTREAM_BATCH_MAX_TOKENS", "2000", "HOME", "/root"));
        SettingsSource commandLine = SettingsSource.commandLine(Map.of("application.id", "command"));

        Settings settings = CATALOGUE.resolve(List.of(commandLine, environment, file));

        assertThat(settings.told("application.id")).isEqualTo("application.id=command (command line)");
        assertThat(settings.told("batch.max.tokens"))
                .isEqualTo("batch.max.tokens=2000 (environment variable TAGSTREAM_BATCH_MAX_TOKENS)");
        assertThat(settings.told("share")).isEqualTo("share=0.75 (line 4 of some.properties)");
        assertThat(settings.text("guarantee")).isEqualTo("least");
        assertThat(settings.flag("enabled")).isTrue();
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

        assertThat(settings.under("kafka."))
                .containsOnly(Map.entry("client.rack", "a"), Map.entry("ssl.keystore.location", "/k"));
    }

    @Test
    void reachesKeysWithDashesAndUnderscoresFromTheEnvironment() {
        assertThat(SettingsSource.environmentVariable("registry.pass_word-x"))
                .isEqualTo("TAGSTREAM_REGISTRY_PASS___WORD__X");

        Settings settings = CATALOGUE.resolve(List.of(SettingsSource.environment(
                Map.of("TAGSTREAM_APPLICATION_ID", "app", "TAGSTREAM_REGISTRY_PASS___WORD", "s3cret"))));

        assertThat(settings.secret("registry.pass_word")).isEqualTo("s3cret");
        assertThat(settings.told("registry.pass_word")).doesNotContain("s3cret");
        assertThat(settings.values().toString()).doesNotContain("s3cret");
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
                        .text("application.id"))
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

        assertThat(settings.told("application.id")).isEqualTo("application.id=app (line 2 of some.properties)");
        assertThat(settings.told("share")).isEqualTo("share=0.25 (line 4 of some.properties)");
        assertThat(settings.optionalText("model.dir")).contains("C:\\models\\");
    }

    @Test
    void namesASettingsFileThatIsNotThere() {
        assertThatThrownBy(() -> SettingsSource.file(folder.resolve("absent.properties")))
                .isInstanceOf(ConfigProblemsException.class)
                .hasMessageContaining("absent.properties does not exist");
    }

    @Test
    void refusesToReadASettingUnderAnotherTypeOrName() {
        Settings settings = resolve(Map.of("application.id", "app"));

        assertThatThrownBy(() -> settings.text("batch.max.tokens"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("batch.max.tokens");
        assertThatThrownBy(() -> settings.optionalText("no.such.key")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void printsItselfAsAPage() {
        assertThat(CATALOGUE.markdown())
                .startsWith("# Settings of a test\n")
                .contains("| `application.id` | string | must be set |  | Group. |\n")
                .contains("| `batch.max.tokens` | int | `8192` | [1,...] | Tokens of a batch. |\n")
                .contains("| `guarantee` | string | `exactly` | [exactly, least] | a \\| b. |\n")
                .contains("| `model.dir` | string | none |  | Checkpoint. |\n")
                .contains("| `registry.pass_word` | password | `[hidden]` |")
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
