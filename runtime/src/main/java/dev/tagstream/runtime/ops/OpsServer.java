package dev.tagstream.runtime.ops;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tagstream.runtime.streams.ServiceFailure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A few pages over HTTP, to be read with GET. Answers are short and hold nothing of what went wrong inside. */
public final class OpsServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(OpsServer.class);

    private static final int THREADS = 2;
    private static final int BACKLOG = 16;
    private static final int NO_BODY = -1;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int INTERNAL_ERROR = 500;

    static {
        // The JDK's server lets a client keep a thread for as long as it likes unless told otherwise before its first
        // use.
        limitSeconds("sun.net.httpserver.maxReqTime");
        limitSeconds("sun.net.httpserver.maxRspTime");
    }

    private final HttpServer server;
    private final ExecutorService threads;
    private final Map<String, Supplier<Answer>> pages;

    private OpsServer(HttpServer server, Map<String, Supplier<Answer>> pages) {
        this.server = server;
        this.pages = Map.copyOf(pages);
        this.threads = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "http");
            thread.setDaemon(true);
            return thread;
        });
    }

    private static void limitSeconds(String property) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, "10");
        }
    }

    /**
     * Starts to answer.
     *
     * @param address port 0 takes any that is free
     * @param pages by path
     * @throws ServiceFailure if the address can't be had
     */
    public static OpsServer open(InetSocketAddress address, Map<String, Supplier<Answer>> pages) {
        try {
            OpsServer opened = new OpsServer(HttpServer.create(address, BACKLOG), pages);
            opened.server.setExecutor(opened.threads);
            opened.server.createContext("/", opened::handle);
            opened.server.start();
            log.info("Metrics and health are at http://{}:{}", address.getHostString(), opened.port());
            return opened;
        } catch (IOException | UnresolvedAddressException e) {
            throw new ServiceFailure(
                    "metrics and health can't be served at %s:%d, see http.host and http.port: %s"
                            .formatted(address.getHostString(), address.getPort(), e),
                    e);
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer = answer(exchange);
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            boolean headOnly = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(answer.status(), headOnly ? NO_BODY : body.length);
            if (!headOnly) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private Answer answer(HttpExchange exchange) {
        Supplier<Answer> page = page(exchange.getRequestURI().getPath());
        if (page == null) {
            return Answer.plain(NOT_FOUND, "not found");
        }
        if (!exchange.getRequestMethod().equals("GET")) {
            exchange.getResponseHeaders().set("Allow", "GET");
            return Answer.plain(METHOD_NOT_ALLOWED, "only GET is answered");
        }
        try {
            return page.get();
        } catch (RuntimeException e) {
            log.warn("{} could not be answered", exchange.getRequestURI().getPath(), e);
            return Answer.plain(INTERNAL_ERROR, "internal error");
        }
    }

    private @Nullable Supplier<Answer> page(@Nullable String path) {
        return path == null ? null : pages.get(path);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
