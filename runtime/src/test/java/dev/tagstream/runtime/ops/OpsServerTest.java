package dev.tagstream.runtime.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.runtime.streams.ServiceFailure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpsServerTest {
    private static final String HOST = "127.0.0.1";

    private final AtomicBoolean warm = new AtomicBoolean();
    private final OpsServer server = OpsServer.open(
            new InetSocketAddress(HOST, 0),
            Routes.of(Map.of(
                            "/metrics", () -> OpsResponse.metrics("seen_total 1.0\n"),
                            "/health/ready",
                                    () -> OpsResponse.health(List.of(new Condition("engine", warm.get(), "a detail"))),
                            "/lag", () -> OpsResponse.unavailable("the brokers give no answer"),
                            "/broken", OpsServerTest::fail))
                    .withFolder("/things/", name -> OpsResponse.file("text/plain", name)));
    private final HttpClient client = HttpClient.newHttpClient();

    private static OpsResponse fail() {
        throw new IllegalStateException("a secret");
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void answersMetricsAsPrometheusReadsThem() throws Exception {
        HttpResponse<String> response = get("/metrics");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("seen_total 1.0\n");
        assertThat(response.headers().firstValue("Content-Type")).contains("text/plain; version=0.0.4; charset=utf-8");
    }

    @Test
    void isReadyOnceEveryConditionIsMet() throws Exception {
        HttpResponse<String> before = get("/health/ready");
        assertThat(before.statusCode()).isEqualTo(503);
        assertThat(before.body())
                .isEqualTo(
                        "{\"status\":\"down\",\"conditions\":{\"engine\":{\"met\":false,\"detail\":\"a detail\"}}}\n");

        warm.set(true);
        HttpResponse<String> after = get("/health/ready");
        assertThat(after.statusCode()).isEqualTo(200);
        assertThat(after.body()).contains("\"status\":\"up\"");
    }

    @Test
    void saysWhatCanNotBeTold() throws Exception {
        HttpResponse<String> response = get("/lag");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).isEqualTo("{\"problem\":\"the brokers give no answer\"}\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/metrics/",
                "/metricsx",
                "/health",
                "/METRICS",
                "/lag/../metrics2",
                "/%2e%2e/etc/passwd",
                "/%00"
            })
    void knowsNoOtherPaths(String path) throws Exception {
        HttpResponse<String> response = get(path);

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).isEqualTo("not found\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "HEAD"})
    void answersOnlyGet(String method) throws Exception {
        HttpResponse<String> response = send(method, "/metrics");

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).contains("GET");
    }

    @Test
    void keepsToItselfWhatWentWrong() throws Exception {
        HttpResponse<String> response = get("/broken");

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).isEqualTo("internal error\n");
    }

    @Test
    void answersFromAFolderByTheNameBehindIt() throws Exception {
        assertThat(get("/things/one").body()).isEqualTo("one");
        assertThat(get("/things/one/two").statusCode()).isEqualTo(404);
        assertThat(get("/things").statusCode()).isEqualTo(404);
    }

    @Test
    void letsABrowserRunNothingFromElsewhere() throws Exception {
        for (String path : List.of("/metrics", "/nowhere")) {
            HttpResponse<String> response = get(path);
            assertThat(response.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .startsWith("default-src 'self';")
                    .doesNotContain("unsafe");
            assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        }
    }

    @Test
    void saysWhichSettingsToChangeWhereThePortIsTaken() {
        assertThatThrownBy(() -> OpsServer.open(new InetSocketAddress(HOST, server.port()), Routes.NONE))
                .isInstanceOf(ServiceFailure.class)
                .hasMessageContaining("http.port")
                .hasMessageContaining(String.valueOf(server.port()));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send("GET", path);
    }

    private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://%s:%d%s".formatted(HOST, server.port(), path)))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
