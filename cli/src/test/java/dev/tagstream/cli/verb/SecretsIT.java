package dev.tagstream.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.serializers.AbstractKafkaSchemaSerDeConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a secret in every setting that may hold one, none is in anything that a verb prints or a library logs. */
class SecretsIT {
    private static final String SCRAM =
            "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"user\"" + " password=\"%s\"%s";

    @TempDir
    Path folder;

    private final List<String> secrets = new ArrayList<>();
    private ServerSocket noBroker; // answers, and not as a broker does, so that clients are made and fail soon

    @BeforeEach
    void listen() throws IOException {
        noBroker = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread answering = new Thread(this::answer);
        answering.setDaemon(true);
        answering.start();
    }

    private void answer() {
        while (!noBroker.isClosed()) {
            try (Socket client = noBroker.accept();
                    OutputStream out = client.getOutputStream()) {
                out.write("HTTP/1.0 400 no\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                continue; // the client is gone, or the test is over
            }
        }
    }

    @AfterEach
    void stop() throws IOException {
        noBroker.close();
    }

    @Test
    void noVerbTellsASecretWhateverGoesWrong() throws Exception {
        Path every = file("every", everySecret());
        Path login = file("login", login(SCRAM.formatted(secret(), ";")));
        Path endless = file("endless", login(SCRAM.formatted(secret(), "")));
        Path unquoted = file("unquoted", login("org.apache.kafka.Login required password=%s=;".formatted(secret())));
        Path nothing = file("nothing", login(secret()));
        Path misspelt = file(
                "misspelt",
                Map.of(
                        "kafka.sasl.jas.config",
                        secret(),
                        "kafak.ssl.keystore.password",
                        secret(),
                        "schema.registry.url",
                        "http://user:%s@127.0.0.1:1".formatted(secret()),
                        "heartbeat.interval.ms",
                        secret()));
        Path library = Files.writeString(folder.resolve("library.smi"), "CCO one\n");
        List<List<String>> lines = new ArrayList<>();
        for (Path file : List.of(every, login, endless, unquoted, nothing)) {
            lines.add(List.of("--debug", "tags", "list", "--command-config", file.toString()));
            for (String service : List.of("processor", "trainer")) {
                lines.add(List.of(
                        "--debug",
                        service,
                        "--command-config",
                        file.toString(),
                        "--set",
                        "state.dir=" + folder.resolve(service)));
            }
        }
        lines.add(List.of(
                "--debug", "screen", library.toString(), "--function", "F", "--command-config", login.toString()));
        lines.add(List.of("--debug", "lag", "--command-config", login.toString()));
        lines.add(List.of("--debug", "topics", "create", "--command-config", login.toString()));
        lines.add(List.of("--debug", "processor", "--config", misspelt.toString()));
        lines.add(List.of(
                "--debug", "tags", "list", "--schema-registry", "http://u:%s@127.0.0.1:1/".formatted(secret())));

        String said = CommandLines.run(folder, lines);

        assertThat(said).as("that libraries did say what their settings are").contains("sasl.jaas.config = [hidden]");
        assertThat(said.lines().filter(line -> line.startsWith("exit "))).hasSameSizeAs(lines);
        assertThat(said).doesNotContain("exit 70");
        assertThat(secrets.stream().filter(said::contains)).isEmpty();
    }

    /** Of all of Kafka's clients and of the registry's, by what they themselves call a password. */
    private Map<String, String> everySecret() {
        Map<String, String> settings = login(SCRAM.formatted(secret(), ";"));
        Stream.of(ProducerConfig.configDef(), ConsumerConfig.configDef(), AdminClientConfig.configDef())
                .forEach(definitions -> passwords(definitions).forEach(key -> settings.putIfAbsent(key, secret())));
        passwords(AbstractKafkaSchemaSerDeConfig.baseConfigDef())
                .forEach(key -> settings.put("registry." + key, "user:" + secret()));
        settings.put("registry.bearer.auth.client.secret", secret());
        assertThat(settings)
                .containsKeys(
                        "ssl.key.password",
                        "ssl.keystore.password",
                        "ssl.truststore.password",
                        "registry.basic.auth.user.info",
                        "registry.bearer.auth.token");
        return settings;
    }

    private static Stream<String> passwords(ConfigDef definitions) {
        return definitions.configKeys().values().stream()
                .filter(key -> key.type == ConfigDef.Type.PASSWORD)
                .map(key -> key.name);
    }

    private Map<String, String> login(String jaas) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("bootstrap.servers", "127.0.0.1:" + noBroker.getLocalPort());
        settings.put("security.protocol", "SASL_SSL");
        settings.put("sasl.mechanism", "SCRAM-SHA-512");
        settings.put("sasl.jaas.config", jaas);
        settings.put("default.api.timeout.ms", "5000");
        settings.put("request.timeout.ms", "3000");
        settings.put("registry.schema.registry.url", "http://user:%s@127.0.0.1:1/".formatted(secret()));
        return settings;
    }

    private String secret() {
        String secret = "secret" + UUID.randomUUID().toString().replace("-", "");
        secrets.add(secret);
        return secret;
    }

    private Path file(String name, Map<String, String> settings) throws IOException {
        StringBuilder text = new StringBuilder();
        settings.forEach(
                (key, value) -> text.append(key).append('=').append(value).append('\n'));
        return Files.writeString(folder.resolve(name + ".properties"), text);
    }
}
