package dev.tagstream.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Classes of the tests' class path in JVMs of their own. */
public final class JavaProcess {
    /** As the tests' own JVM has them: for lives so short that the second compiler would cost more than it gains. */
    private static final List<String> OPTIONS = List.of("-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private JavaProcess() {}

    /** @param log where all goes that it prints */
    public static Process start(Path log, Class<?> main, List<String> arguments) throws IOException {
        return start(log, Map.of(), main, arguments);
    }

    /** @param environment added to that of this JVM */
    public static Process start(Path log, Map<String, String> environment, Class<?> main, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        command.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName()));
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }
}
