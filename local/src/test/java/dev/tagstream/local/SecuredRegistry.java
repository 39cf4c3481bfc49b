package dev.tagstream.local;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** The way to a real registry as installations have it: a front that ends TLS and asks for a password, and the registry behind. */
final class SecuredRegistry implements AutoCloseable {
    private final HttpsServer front;
    private final LocalRegistry registry;
    private final HttpClient inside = HttpClient.newHttpClient();
    private final ExecutorService workers = Executors.newCachedThreadPool();

    private SecuredRegistry(HttpsServer front, LocalRegistry registry) {
        this.front = front;
        this.registry = registry;
    }

    /**
     * @param keyStore with the front's certificate
     * @param logins passwords by user
     */
    static SecuredRegistry start(LocalRegistry registry, Path keyStore, String password, Map<String, String> logins)
            throws Exception {
        HttpsServer front = HttpsServer.create(new InetSocketAddress(LoopbackPorts.HOST, 0), 0);
        front.setHttpsConfigurator(new HttpsConfigurator(tls(keyStore, password)));
        SecuredRegistry secured = new SecuredRegistry(front, registry);
        HttpContext all = front.createContext("/", secured::pass);
        all.setAuthenticator(new BasicAuthenticator("registry") {
            @Override
            public boolean checkCredentials(String user, String said) {
                return said.equals(logins.get(user));
            }
        });
        front.setExecutor(secured.workers);
        front.start();
        return secured;
    }

    private static SSLContext tls(Path keyStore, String password) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keyStore)) {
            keys.load(in, password.toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, password.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    /** Without a password in it. */
    String url() {
        return "https://%s:%d/apis/ccompat/v7"
                .formatted(LoopbackPorts.HOST, front.getAddress().getPort());
    }

    private void pass(HttpExchange exchange) throws IOException {
        URI behind = URI.create(registry.url()).resolve(exchange.getRequestURI().toString());
        HttpRequest.Builder request = HttpRequest.newBuilder(behind)
                .method(
                        exchange.getRequestMethod(),
                        BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        if (type != null) {
            request.header("Content-Type", type);
        }
        try {
            HttpResponse<byte[]> answer = inside.send(request.build(), BodyHandlers.ofByteArray());
            answer.headers().firstValue("Content-Type").ifPresent(it -> exchange.getResponseHeaders()
                    .set("Content-Type", it));
            byte[] body = answer.body();
            exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }

    @Override
    public void close() {
        front.stop(0);
        workers.shutdownNow();
    }
}
