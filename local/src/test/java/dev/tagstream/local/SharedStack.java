package dev.tagstream.local;

import dev.tagstream.cli.options.ModelOptions;
import dev.tagstream.schemas.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * One broker and one registry for all tests of a JVM, started for the first class that asks and stopped after the last
 * test.
 *
 * <p>Each class has topics, groups and folders of its own: its name is their prefix. A class that looks at all of a
 * broker, or stops it, starts a {@link LocalStack} instead.
 */
public final class SharedStack implements LauncherSessionListener {
    private static @Nullable LocalStack running;

    /** All topics of a class; closing it leaves broker and registry running. */
    public static LocalStack of(Class<?> test, Path folder) {
        return running().sharedBy(folder, prefix(test));
    }

    /** A processor on the topics of a class. */
    public static LocalScreening screening(Class<?> test, Path folder, ModelOptions model) {
        return LocalScreening.start(() -> of(test, folder), model, 0, line -> {});
    }

    public static Topics topics(Class<?> test) {
        return Topics.withPrefix(prefix(test));
    }

    /** Before the topics of a class, and before the application ids of its services. */
    public static String prefix(Class<?> test) {
        return test.getSimpleName() + ".";
    }

    /** The options that lead a verb to broker and registry. */
    public static List<String> addresses() {
        return List.of(
                "--bootstrap-server",
                running().bootstrapServers(),
                "--schema-registry",
                running().registryUrl());
    }

    /** The options that lead a verb to the topics of a class. */
    public static List<String> options(Class<?> test) {
        return Stream.concat(addresses().stream(), Stream.of("--topic-prefix", prefix(test)))
                .toList();
    }

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        stop();
    }

    private static synchronized LocalStack running() {
        if (running == null) {
            try {
                Path folder = Files.createTempDirectory("shared-stack");
                running = LocalStack.start(LocalStackOptions.onFreePorts(folder), line -> {});
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return running;
    }

    private static synchronized void stop() {
        if (running != null) {
            running.close();
            try {
                Utils.delete(running.folder().toFile());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            running = null;
        }
    }
}
