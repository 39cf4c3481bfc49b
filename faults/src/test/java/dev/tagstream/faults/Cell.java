package dev.tagstream.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A network namespace with one link to this machine, which can be cut. Needs root and iproute2. */
public final class Cell implements AutoCloseable {
    private static final String OURS = "10.199.77.1";
    private static final String THEIRS = "10.199.77.2";
    private static final int MASK = 30;

    private final String name = "tagstream-" + ProcessHandle.current().pid();
    private final String link = "ts" + ProcessHandle.current().pid();
    private final List<ServerSocket> passages = new ArrayList<>();

    /** @throws IOException if there can't be one here, and why */
    public Cell() throws IOException {
        run("ip", "netns", "add", name);
        try {
            run("ip", "link", "add", link, "type", "veth", "peer", "name", "inside", "netns", name);
            run("ip", "address", "add", OURS + "/" + MASK, "dev", link);
            run("ip", "link", "set", link, "up");
            inside("ip", "address", "add", THEIRS + "/" + MASK, "dev", "inside");
            inside("ip", "link", "set", "inside", "up");
            inside("ip", "link", "set", "lo", "up");
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** Of this machine, as seen from inside. */
    public String address() {
        return OURS;
    }

    /** Words that let the command after them run inside. */
    public List<String> words() {
        return List.of("ip", "netns", "exec", name);
    }

    /** Leads who connects from inside to a port of the loopback address here; the port that stands for it. */
    public int passageTo(int port) throws IOException {
        ServerSocket passage = new ServerSocket(0, 50, InetAddress.getByName(OURS));
        passages.add(passage);
        thread(() -> {
            while (true) {
                Socket from = passage.accept();
                Socket to = new Socket(InetAddress.getLoopbackAddress(), port);
                thread(() -> pass(from, to));
                thread(() -> pass(to, from));
            }
        });
        return passage.getLocalPort();
    }

    /** Nothing passes any more, and nobody is told. */
    public void cut() throws IOException {
        run("ip", "link", "set", link, "down");
    }

    public void mend() throws IOException {
        run("ip", "link", "set", link, "up");
    }

    @Override
    public void close() {
        try {
            for (ServerSocket passage : passages) {
                passage.close();
            }
            run("ip", "netns", "delete", name); // takes the link with it
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void thread(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // The other side is gone, or all is closed.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static void pass(Socket from, Socket to) throws IOException {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        }
    }

    private void inside(String... command) throws IOException {
        List<String> all = new ArrayList<>(words());
        all.addAll(Arrays.asList(command));
        run(all.toArray(String[]::new));
    }

    /** @throws IOException with what the command said if it failed */
    public static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("%s: %s".formatted(String.join(" ", command), said.strip()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
