package dev.tagstream.local;

import dev.tagstream.client.TagstreamException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A schema registry as a program of its own on this machine: Apicurio, through its Confluent-compatible interface.
 *
 * <p>Schemas stay in a file of its folder and are there again after a restart. New schemas must be backward compatible
 * with their predecessors. It ends with this JVM at the latest.
 */
public final class LocalRegistry implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);
    private static final int LOG_LINES_TOLD = 10;
    private static final Pattern STACK_FRAME = Pattern.compile("\\s+(at |\\.\\.\\. \\d+ more)");

    private final TetheredProcess process;
    private final Path log;
    private final URI root;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private LocalRegistry(TetheredProcess process, Path log, URI root) {
        this.process = process;
        this.log = log;
        this.root = root;
    }

    /**
     * Starts a registry and returns when it answers.
     *
     * @param home where the build has unpacked Apicurio
     * @param folder where it keeps schemas and its log; made if absent
     * @param port its port, or 0 for a free one
     * @throws TagstreamException if it does not come up; the message has the end of its log
     */
    public static LocalRegistry start(Path home, Path folder, int port) {
        int httpPort = port == 0 ? LoopbackPorts.free(1).get(0) : port;
        Path log = folder.resolve("registry.log");
        Path data = folder.toAbsolutePath();
        try {
            Files.createDirectories(data.resolve("tmp"));
            TetheredProcess process = TetheredProcess.start(command(runner(home), data, httpPort), log);
            URI root = URI.create("http://" + LoopbackPorts.HOST + ":" + httpPort);
            LocalRegistry registry = new LocalRegistry(process, log, root);
            registry.prepare();
            return registry;
        } catch (IOException e) {
            throw new TagstreamException("The schema registry cannot start: " + e.getMessage() + ".", e);
        }
    }

    /** The address for {@code schema.registry.url}. */
    public String url() {
        return root + "/apis/ccompat/v7";
    }

    @Override
    public void close() {
        process.close();
    }

    private static Path runner(Path home) throws IOException {
        if (Files.isDirectory(home)) {
            try (Stream<Path> files = Files.list(home)) {
                List<Path> runners = files.filter(
                                file -> file.getFileName().toString().endsWith("-runner.jar"))
                        .toList();
                if (runners.size() == 1) {
                    return runners.get(0);
                }
            }
        }
        throw new TagstreamException(
                "No schema registry in %s: `mvn package` unpacks it there, ./tagstream does so by itself."
                        .formatted(home));
    }

    private static List<String> command(Path runner, Path data, int port) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // It serves a handful of requests: a quick start matters, peak speed does not.
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + data.resolve("tmp"),
                "-Dquarkus.http.host=" + LoopbackPorts.HOST,
                "-Dquarkus.http.port=" + port,
                "-Dquarkus.http.access-log.enabled=false",
                "-Dapicurio.datasource.url=jdbc:h2:file:" + data.resolve("schemas"),
                "-Dapicurio.datasource.jdbc.initial-size=1",
                "-Dapicurio.datasource.jdbc.min-size=1",
                "-Dapicurio.datasource.jdbc.max-size=8",
                "-jar",
                runner.toAbsolutePath().toString());
    }

    private void prepare() {
        try {
            awaitHealthy();
            requireBackwardCompatibility();
        } catch (IOException e) {
            process.close();
            throw failure("answers wrongly (" + e.getMessage() + ")");
        } catch (InterruptedException e) {
            process.close();
            Thread.currentThread().interrupt();
            throw new TagstreamException("The start of the schema registry was interrupted.", e);
        } catch (TagstreamException e) {
            process.close();
            throw e;
        }
    }

    private void awaitHealthy() throws InterruptedException {
        HttpRequest health = HttpRequest.newBuilder(root.resolve("/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!answersOk(health)) {
            if (!process.alive()) {
                throw failure("ended while it started");
            }
            if (System.nanoTime() > deadline) {
                throw failure("did not come up within " + START_LIMIT.toSeconds() + " s");
            }
            Thread.sleep(POLL_INTERVAL.toMillis());
        }
    }

    private boolean answersOk(HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private void requireBackwardCompatibility() throws IOException, InterruptedException {
        HttpRequest setting = HttpRequest.newBuilder(URI.create(url() + "/config"))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(30))
                .PUT(BodyPublishers.ofString("{\"compatibility\":\"BACKWARD\"}"))
                .build();
        HttpResponse<String> answer = http.send(setting, BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(
                    "status %d to the compatibility setting: %s".formatted(answer.statusCode(), answer.body()));
        }
    }

    private TagstreamException failure(String what) {
        return new TagstreamException(
                "The schema registry %s; the end of its log %s:%n%s".formatted(what, log, endOfLog()));
    }

    private String endOfLog() {
        try {
            List<String> lines = Files.readString(log, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !STACK_FRAME.matcher(line).lookingAt())
                    .toList();
            List<String> end = lines.subList(Math.max(0, lines.size() - LOG_LINES_TOLD), lines.size());
            return "  " + String.join(System.lineSeparator() + "  ", end);
        } catch (IOException e) {
            return "  (cannot be read: " + e.getMessage() + ")";
        }
    }
}
