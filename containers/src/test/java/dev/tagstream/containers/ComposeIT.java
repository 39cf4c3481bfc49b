package dev.tagstream.containers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** {@code docker-compose.yml} itself, brought up once with two processors. */
@EnabledIf(value = Docker.ANSWERS, disabledReason = Docker.SILENT)
class ComposeIT {
    private static final Duration PATIENCE = Duration.ofMinutes(6);
    private static final String TERMINATED = "143";
    private static final int KAFKA = freePort();
    private static final int REGISTRY = freePort();
    private static final int PROMETHEUS = freePort();
    private static final int CONSOLE = freePort();

    private static List<String> compose;
    private static Map<String, String> environment;

    @BeforeAll
    static void up() {
        environment = Map.of(
                "IMAGE", Images.tagstream(),
                "KAFKA_PORT", String.valueOf(KAFKA),
                "REGISTRY_PORT", String.valueOf(REGISTRY),
                "PROMETHEUS_PORT", String.valueOf(PROMETHEUS),
                "CONSOLE_PORT", String.valueOf(CONSOLE),
                "GRAFANA_PORT", String.valueOf(freePort()));
        compose = Command.joined(
                Docker.compose(), "-p", "tagstream-" + ProcessHandle.current().pid());
        List<String> services = new ArrayList<>(List.of("processor", "trainer", "tags", "prometheus"));
        if (!Images.STAND_INS) {
            services.add("grafana"); // it has no stand-in
        }
        try {
            compose(Stream.concat(Stream.of("up", "-d", "--scale", "processor=2"), services.stream())
                    .toArray(String[]::new));
        } catch (RuntimeException e) {
            down();
            throw e;
        }
    }

    @AfterAll
    static void down() {
        if (compose != null) {
            compose("down", "-v", "--timeout", "20");
        }
    }

    @Test
    void givesTheDemoAndEndsInOrder() throws Exception {
        List<String> processors = containers("processor");
        assertThat(processors).hasSize(2);
        Stream.concat(processors.stream(), containers("trainer").stream()).forEach(ComposeIT::awaitHealthy);

        assertThat(compose("run", "-T", "--rm", "demo"))
                .contains("BindingAffinity")
                .contains("received 7,680 = predicted 7,680 + rejected 0 + pending 0");
        isFoundByWhoeverLooksFromOutside();
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(prometheus("sum(up{job=\"processor\"})")).isEqualTo(2);
            assertThat(prometheus("sum(up{job=\"trainer\"})")).isEqualTo(1);
            assertThat(prometheus("sum(tagstream_predictions_total)")).isEqualTo(7680);
            JsonNode console = get("http://localhost:%d/console/state".formatted(CONSOLE));
            assertThat(console.at("/now/predicted").asInt()).isEqualTo(7680);
            assertThat(console.at("/libraries/0/functions/0/top/0/drawing").isTextual())
                    .as("a molecule is drawn, for which Java needs a font")
                    .isTrue();
        });

        long start = System.nanoTime();
        compose("stop", "processor", "trainer");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(90));
        assertThat(processors).allSatisfy(container -> assertThat(state(container, "{{.State.ExitCode}}"))
                .isEqualTo(TERMINATED));
    }

    private static void isFoundByWhoeverLooksFromOutside() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", "localhost:" + KAFKA))) {
            assertThat(admin.listTopics().names().get()).contains("screening-requests", "predictions");
        }
        assertThat(get("http://localhost:" + REGISTRY + "/apis/ccompat/v7/config")
                        .findValue("compatibilityLevel")
                        .asText())
                .isEqualTo("BACKWARD");
    }

    /** The only value that a query has; 0 where it has none. */
    private static double prometheus(String query) throws IOException, InterruptedException {
        JsonNode result = get("http://localhost:%d/api/v1/query?query=%s"
                        .formatted(PROMETHEUS, URLEncoder.encode(query, StandardCharsets.UTF_8)))
                .get("data")
                .get("result");
        return result.isEmpty() ? 0 : result.get(0).get("value").get(1).asDouble();
    }

    private static JsonNode get(String url) throws IOException, InterruptedException {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }

    private static void awaitHealthy(String container) {
        Awaitility.await().atMost(PATIENCE).until(() -> state(container, "{{.State.Health.Status}}")
                .equals("healthy"));
    }

    private static String state(String container, String format) {
        return Command.output("docker", "inspect", "--format", format, container)
                .strip();
    }

    private static List<String> containers(String service) {
        return compose("ps", "-q", service).lines().toList();
    }

    private static String compose(String... arguments) {
        return Command.output(environment, Command.joined(compose, arguments));
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("no port is free", e);
        }
    }
}
