package dev.tagstream.runtime.ops;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tagstream.runtime.streams.ServiceFailure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A few pages over HTTP, to be read with GET. Answers are short and hold nothing of what went wrong inside. */
public final class OpsServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(OpsServer.class);

    private static final int THREADS = 2;
    private static final int BACKLOG = 16;
    private static final int NO_BODY = -1;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int INTERNAL_ERROR = 500;

    /** A browser runs and shows nothing that does not come from here, and nobody else's page gets at it. */
    private static final Map<String, String> GUARDS = Map.of(
            "Content-Security-Policy",
            "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Referrer-Policy",
            "no-referrer",
            "X-Content-Type-Options",
            "nosniff");

    static {
        // The JDK's server lets a client keep a thread for as long as it likes unless told otherwise before its first
        // use.
        limitSeconds("sun.net.httpserver.maxReqTime");
        limitSeconds("sun.net.httpserver.maxRspTime");
    }

    private final HttpServer server;
    private final ExecutorService threads;
    private final Routes pages;

    private OpsServer(HttpServer server, Routes pages) {
        this.server = server;
        this.pages = pages;
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
     * @throws ServiceFailure if the address can't be had
     */
    public static OpsServer open(InetSocketAddress address, Routes pages) {
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
            OpsResponse answer = answer(exchange);
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            GUARDS.forEach(exchange.getResponseHeaders()::set);
            boolean headOnly = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(answer.status(), headOnly ? NO_BODY : body.length);
            if (!headOnly) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private OpsResponse answer(HttpExchange exchange) {
        String path = exchange.getRequestURI().getPath();
        Optional<Supplier<OpsResponse>> page = path == null ? Optional.empty() : pages.at(path);
        if (page.isEmpty()) {
            return OpsResponse.notFound();
        }
        if (!exchange.getRequestMethod().equals("GET")) {
            exchange.getResponseHeaders().set("Allow", "GET");
            return OpsResponse.plain(METHOD_NOT_ALLOWED, "only GET is answered");
        }
        try {
            return page.get().get();
        } catch (RuntimeException e) {
            log.warn("{} could not be answered", path, e);
            return OpsResponse.plain(INTERNAL_ERROR, "internal error");
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
