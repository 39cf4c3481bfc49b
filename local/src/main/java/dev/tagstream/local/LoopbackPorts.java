package dev.tagstream.local;

import dev.tagstream.client.TagstreamException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * TCP ports on the loopback address.
 *
 * <p>A port that was free may be taken by another program before its user binds it; the window is as short as the
 * start of a server.
 */
public final class LoopbackPorts {
    public static final String HOST = "127.0.0.1";

    private LoopbackPorts() {}

    /** As many different free ports as asked for. */
    public static List<Integer> free(int count) {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                held.add(bind(0));
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } catch (IOException e) {
            throw new TagstreamException("No free port on " + HOST + ": " + e.getMessage() + ".", e);
        } finally {
            held.forEach(LoopbackPorts::release);
        }
    }

    /**
     * Checks that nothing listens on a port.
     *
     * @param what who wants it, as in "Kafka"
     * @param option the option that names another one
     * @throws TagstreamException if the port is taken or may not be bound
     */
    public static void requireFree(int port, String what, String option) {
        try {
            release(bind(port));
        } catch (IOException e) {
            throw new TagstreamException(
                    "Port %d, wanted for %s, cannot be used (%s): end what listens there, or give another with %s."
                            .formatted(port, what, e.getMessage(), option),
                    e);
        }
    }

    /** Whether somebody takes connections there. */
    static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static ServerSocket bind(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            // As the servers do: a port that only has closed connections in their waiting time is free.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket;
        } catch (IOException e) {
            release(socket);
            throw e;
        }
    }

    private static void release(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new TagstreamException("Cannot close a socket on " + HOST + ": " + e.getMessage() + ".", e);
        }
    }
}
