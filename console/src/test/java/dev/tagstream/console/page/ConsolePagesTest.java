package dev.tagstream.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tagstream.console.reader.Snapshot;
import dev.tagstream.console.state.ConsoleRecords;
import dev.tagstream.console.state.ConsoleState;
import dev.tagstream.runtime.ops.OpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConsolePagesTest {
    private static final Instant NOW = Instant.parse("2026-05-04T10:00:00Z");

    private final ConsolePages pages = new ConsolePages();
    private final OpsServer server =
            OpsServer.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), pages.pages());
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void hasEveryFileThatThePageAndItsScriptsAskFor() throws Exception {
        String page = get("/").body();
        List<String> files = found(page, "(?:src|href)=\"(console/[^\"]+)\"");
        assertThat(files).contains("console/page.js", "console/style.css", "console/icon.svg");
        for (String file : files) {
            HttpResponse<String> response = get("/" + file);
            assertThat(response.statusCode()).as(file).isIn(200, 503);
            for (String imported : found(response.body(), "from \"\\./([^\"]+)\"")) {
                assertThat(get("/console/" + imported).statusCode())
                        .as(imported)
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void asksForNothingFromElsewhereAndHasNoScriptInThePage() throws Exception {
        for (String path :
                List.of("/", "/console/style.css", "/console/page.js", "/console/charts.js", "/console/sections.js")) {
            HttpResponse<String> response = get(path);
            assertThat(response.body()).as(path).doesNotContainPattern("https?://(?!www[.]w3[.]org/2000/svg)");
            assertThat(response.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .startsWith("default-src 'self';");
            assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        }
        assertThat(get("/").body())
                .doesNotContainPattern("<script(?![^>]* src=)")
                .doesNotContain("style=", "onclick");
        assertThat(get("/console/dom.js").body()).doesNotContain("innerHTML", "insertAdjacentHTML", "outerHTML");
    }

    @Test
    void saysThatNothingWasReadBeforeTheFirstView() throws Exception {
        assertThat(get("/console/state").statusCode()).isEqualTo(503);
    }

    @Test
    void passesHostileNamesOnAsText() throws Exception {
        String hostile = "</script><img src=x onerror=alert(1)>\"'&";
        ConsoleState state = new ConsoleState();
        long now = NOW.toEpochMilli();
        state.add(ConsoleRecords.prediction(hostile, hostile, hostile, hostile, 7, "C1CC"), now, now);
        show(state);

        HttpResponse<String> response = get("/console/state");
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        JsonNode library = new ObjectMapper().readTree(response.body()).at("/libraries/0");
        assertThat(library.get("id").asText()).isEqualTo(hostile);
        assertThat(library.at("/functions/0/top/0/compound").asText()).isEqualTo(hostile);
        assertThat(library.at("/functions/0/top/0/drawing").isNull())
                .as("no molecule")
                .isTrue();
    }

    @Test
    void drawsTheHighestCompoundsAndNothingThatAClientNames() throws Exception {
        ConsoleState state = new ConsoleState();
        long now = NOW.toEpochMilli();
        state.add(ConsoleRecords.prediction("one", "A", "ABL1", "Affinity", 7, "CCO"), now, now);
        show(state);

        JsonNode json = new ObjectMapper().readTree(get("/console/state").body());
        String key = json.at("/libraries/0/functions/0/top/0/drawing").asText();
        HttpResponse<String> drawing = get("/console/structures/" + key);
        assertThat(drawing.body()).startsWith("<svg ");
        assertThat(drawing.headers().firstValue("Content-Type")).contains("image/svg+xml");
        assertThat(get("/console/structures/CCN").statusCode()).isEqualTo(404);
        assertThat(get("/console/structures/..%2fpage.js").statusCode()).isEqualTo(404);
    }

    @Test
    void hasFiguresForEverySection() throws Exception {
        pages.accept(SampleView.of(List.of("CCO A", "CCN B", "c1ccccc1 C", "CCC D"), NOW));

        JsonNode json = new ObjectMapper().readTree(get("/console/state").body());
        assertThat(json.get("libraries")).hasSize(2);
        assertThat(json.get("series")).hasSize(3);
        assertThat(json.at("/series/0/answered")).hasSize(90);
        assertThat(json.get("rejects")).isNotEmpty();
        assertThat(json.at("/functions/1/name").asText()).isEqualTo("PolarSurface");
        assertThat(json.at("/functions/1/versions")).hasSize(4);
        assertThat(json.at("/functions/1/verdicts/0/outcome").asText()).isEqualTo("published");
        assertThat(json.at("/functions/1/live/0/r2").asDouble()).isPositive();
        assertThat(json.at("/group/instances")).hasSize(3);
    }

    private void show(ConsoleState state) {
        pages.accept(new Snapshot(NOW, NOW, state, Optional.empty(), Optional.empty(), 0, 0));
    }

    private static List<String> found(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult result) -> result.group(1))
                .distinct()
                .toList();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(server.port(), path)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
