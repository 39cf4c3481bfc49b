package dev.tagstream.local;

import dev.tagstream.client.TagstreamException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A processor in a JVM of its own, so that its memory, threads and files are told from anybody else's. It ends with this JVM at the latest. */
public final class ProcessorProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(5);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);
    private static final int READY = 200;
    private static final int LAST_WORDS = 20; // lines
    private static final String MAIN = "dev.tagstream.cli.TagstreamMain";

    private final TetheredProcess process;
    private final Path log;
    private final int port;
    private final HttpClient http = HttpClient.newHttpClient();

    private ProcessorProcess(TetheredProcess process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /**
     * Starts a processor and returns when it is ready.
     *
     * @param settings of the processor; {@code http.port} is found here
     * @param jvmOptions its heap, at least
     * @param log takes what it prints; written anew
     * @throws TagstreamException if it does not get ready, with the last lines of its log
     */
    public static ProcessorProcess start(Map<String, String> settings, List<String> jvmOptions, Path log) {
        int port = LoopbackPorts.free(1).get(0);
        try {
            TetheredProcess process = TetheredProcess.start(command(settings, jvmOptions, port), log);
            ProcessorProcess processor = new ProcessorProcess(process, log, port);
            processor.awaitReady();
            return processor;
        } catch (IOException e) {
            throw new TagstreamException("The processor cannot start: " + e.getMessage() + ".", e);
        }
    }

    private static List<String> command(Map<String, String> settings, List<String> jvmOptions, int port) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN, "processor"));
        Map<String, String> all = new TreeMap<>(settings);
        all.put("http.port", String.valueOf(port));
        all.forEach((key, value) -> command.addAll(List.of("--set", key + "=" + value)));
        return command;
    }

    private void awaitReady() {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        try {
            while (!isReady()) {
                if (!alive() || System.nanoTime() > deadline) {
                    process.close();
                    throw new TagstreamException("The processor did not get ready. Its last words:\n" + lastWords());
                }
                Thread.sleep(POLL_INTERVAL.toMillis());
            }
        } catch (InterruptedException e) {
            process.close();
            Thread.currentThread().interrupt();
            throw new TagstreamException("The start of the processor was interrupted.", e);
        }
    }

    private boolean isReady() throws InterruptedException {
        try {
            return get("/health/ready").statusCode() == READY;
        } catch (IOException e) { // not listening yet
            return false;
        }
    }

    public boolean alive() {
        return process.alive();
    }

    /**
     * Of the program itself.
     *
     * @throws TagstreamException if it has ended
     */
    public long pid() {
        return process.program()
                .orElseThrow(() -> new TagstreamException("The processor has ended. Its last words:\n" + lastWords()))
                .pid();
    }

    /**
     * What it answers to {@code /metrics}; empty if it takes longer, as on a machine that has more to do than it can.
     *
     * @throws TagstreamException if it has ended
     */
    public Optional<String> metrics() throws InterruptedException {
        try {
            return Optional.of(get("/metrics").body());
        } catch (HttpTimeoutException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new TagstreamException(
                    "The processor does not answer at port %d (%s). Its last words:\n%s"
                            .formatted(port, e.getMessage(), lastWords()),
                    e);
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://%s:%d%s".formatted(LoopbackPorts.HOST, port, path)))
                        .timeout(ANSWER_LIMIT)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private String lastWords() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_WORDS), lines.size()));
        } catch (IOException e) {
            return "none: %s can't be read (%s)".formatted(log, e.getMessage());
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
