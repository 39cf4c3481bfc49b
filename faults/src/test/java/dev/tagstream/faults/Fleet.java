package dev.tagstream.faults;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** The processors, each in a JVM of its own with a state folder of its own, and what a supervisor does for them. */
final class Fleet implements Closeable {
    /**
     * How a processor is started.
     *
     * @param before words before {@code java}
     * @param settings that differ from the others'
     */
    record Way(List<String> before, Map<String, String> settings) {
        static final Way PLAIN = new Way(List.of(), Map.of());

        Way with(String key, String value) {
            Map<String, String> more = new HashMap<>(settings);
            more.put(key, value);
            return new Way(before, more);
        }

        Way behind(List<String> words) {
            return new Way(words, settings);
        }

        /** Keeps its partitions while it is away for no longer than a session. */
        Way named(String name) {
            return with("group.instance.id", name);
        }
    }

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path folder;
    private final Path logs;
    private final Map<String, String> settings;
    private final Path trouble;
    private final Map<String, Jvm> running = new TreeMap<>();
    private final Map<String, Way> ways = new TreeMap<>();
    private int starts;

    /**
     * @param folder for state and settings
     * @param settings of all
     */
    Fleet(Path folder, Path logs, Map<String, String> settings) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.logs = Files.createDirectories(logs);
        this.settings = settings;
        this.trouble = folder.resolve("engine-trouble");
        EngineTrouble.limitMemory(trouble, Integer.MAX_VALUE);
    }

    /** What all engines look at. */
    Path trouble() {
        return trouble;
    }

    List<String> names() {
        return List.copyOf(running.keySet());
    }

    void start(String name, Way way) {
        ways.put(name, way);
        List<String> options = List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
        Path log = logs.resolve("%s-%d.log".formatted(name, ++starts));
        Path announcement = announcement(name);
        try {
            Files.deleteIfExists(announcement);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> arguments =
                List.of(settingsFile(name, way).toString(), trouble.toString(), announcement.toString());
        running.put(name, Jvm.start(way.before(), options, FaultyProcessor.class, arguments, log));
    }

    private Path announcement(String name) {
        return folder.resolve(name + ".running");
    }

    /** Whether all have had their partitions since they were started; a static member counts in its group while it is away. */
    boolean allRunning() {
        return running.keySet().stream().allMatch(name -> Files.exists(announcement(name)));
    }

    /** Again, as it was started the last time. */
    void restart(String name) {
        start(name, ways.get(name));
    }

    Jvm get(String name) {
        return running.get(name);
    }

    /** SIGTERM, and it is gone when this returns. */
    void stop(String name) {
        Jvm jvm = running.remove(name);
        jvm.askToEnd();
        jvm.awaitEnd(PATIENCE);
    }

    void kill(String name) {
        running.remove(name).kill();
    }

    /** Starts again those that have ended by themselves; how many those were. */
    int revive() {
        List<String> ended = new ArrayList<>();
        running.forEach((name, jvm) -> {
            if (!jvm.alive()) {
                ended.add(name);
            }
        });
        ended.forEach(this::restart);
        return ended.size();
    }

    private Path settingsFile(String name, Way way) {
        Properties all = new Properties();
        all.putAll(settings);
        all.put("state.dir", folder.resolve("state-" + name).toString());
        all.putAll(way.settings());
        Path file = folder.resolve(name + ".properties");
        try (OutputStream out = Files.newOutputStream(file)) {
            all.store(out, null);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        running.values().forEach(Jvm::close);
    }
}
