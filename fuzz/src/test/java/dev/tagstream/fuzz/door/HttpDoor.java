package dev.tagstream.fuzz.door;

import dev.tagstream.fuzz.Answer;
import dev.tagstream.fuzz.Door;
import dev.tagstream.runtime.ops.OpsServer;
import dev.tagstream.runtime.ops.Routes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A connection to the pages of a service, with whatever a client sends on it; each status is a code. */
public final class HttpDoor implements Door {
    private static final int PATIENCE_MS = 20_000;
    private static final int LARGEST_ANSWER = 64 * 1024;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 ([1-5]\\d\\d) ");

    private final OpsServer server;

    public HttpDoor() {
        this.server = OpsServer.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Routes.of(Map.of(
                        "/health/live",
                        () -> dev.tagstream.runtime.ops.OpsResponse.health(List.of()),
                        "/metrics",
                        () -> dev.tagstream.runtime.ops.OpsResponse.metrics("a 1\n"))));
    }

    @Override
    public Answer take(byte[] input) throws IOException {
        String answer = answer(input);
        if (answer.isEmpty()) {
            return new Answer("CLOSED", "the connection was closed without an answer");
        }
        Matcher status = STATUS.matcher(answer);
        if (!status.lookingAt()) {
            throw new AssertionError("not an answer of HTTP: " + answer);
        }
        if (answer.contains("\tat ")) {
            throw new AssertionError("a stack trace: " + answer);
        }
        return status.group(1).equals("200")
                ? Answer.accepted()
                : new Answer(status.group(1), "status " + status.group(1));
    }

    /** What comes back until the server closes the connection. */
    private String answer(byte[] input) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(PATIENCE_MS);
            socket.setSoLinger(true, 0); // thousands of connections, none of which waits for stray packets
            send(socket, input);
            try {
                return new String(socket.getInputStream().readNBytes(LARGEST_ANSWER), StandardCharsets.US_ASCII);
            } catch (SocketException closed) {
                return ""; // it was reset, since not all of the input was read
            }
        }
    }

    /** As much as the server takes: it may have answered and closed before it read all. */
    private static void send(Socket socket, byte[] input) throws IOException {
        try {
            socket.getOutputStream().write(input);
            socket.shutdownOutput();
        } catch (SocketException closed) {
            // what it answered is read all the same
        }
    }

    @Override
    public List<byte[]> examples() {
        return Door.texts(
                "GET /metrics HTTP/1.1\r\nHost: tagstream\r\nConnection: close\r\n\r\n",
                "GET /health/live HTTP/1.1\r\nHost: tagstream\r\nAccept: application/json\r\n\r\n",
                "GET /health/live?verbose=1#here HTTP/1.0\r\n\r\n",
                "GET /metrics HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc",
                "GET /metrics HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
    }

    @Override
    public List<byte[]> words() {
        return Door.texts(
                "GET ",
                "HEAD ",
                "POST ",
                "TRACE ",
                "CONNECT ",
                "/metrics",
                "/health/live",
                "/../..",
                "//",
                "%2e%2e",
                "%00",
                "%",
                "?",
                " HTTP/1.1",
                " HTTP/1.0",
                " HTTP/2.0",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "http://other/",
                "*",
                "\r\n",
                "\n",
                "\r",
                ":",
                "Host: ",
                "Connection: close\r\n",
                "Connection: keep-alive\r\n",
                "Content-Length: ",
                "-1",
                "0",
                "9223372036854775808",
                "Transfer-Encoding: chunked\r\n",
                "Expect: 100-continue\r\n",
                "Upgrade: h2c\r\n",
                "Range: bytes=0-\r\n",
                " folded\r\n",
                "ffffffffffffffff\r\n",
                "\u0000");
    }

    @Override
    public Map<Hostile, byte[]> hostile() {
        return Map.of(
                new Hostile("no request", "CLOSED"),
                Door.bytes(""),
                new Hostile("a page that is not there", "404"),
                Door.bytes("GET /../../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n"),
                new Hostile("a method that changes", "405"),
                Door.bytes("DELETE /metrics HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"),
                new Hostile("a length below nothing", "400"),
                Door.bytes("GET /metrics HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n"));
    }

    @Override
    public void close() {
        server.close();
    }
}
