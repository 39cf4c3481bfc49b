package dev.tagstream.cli.verb;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs command lines one after the other in a JVM of their own, so that all that is printed and logged can be read. */
final class CommandLines {
    private CommandLines() {}

    /** @param arguments a file with a command line in each line, a tab between two arguments */
    public static void main(String[] arguments) throws Exception {
        for (String line : Files.readAllLines(Path.of(arguments[0]))) {
            System.out.println("$ " + line.split("\t")[0]);
            System.out.println("exit " + TagstreamCommand.commandLine().execute(line.split("\t")));
        }
    }

    /** All that they said, on both streams. */
    static String run(Path folder, List<List<String>> lines) throws Exception {
        Path file = Files.write(
                folder.resolve("command-lines"),
                lines.stream().map(line -> String.join("\t", line)).toList());
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-Dai.djl.offline=true",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        CommandLines.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        return said;
    }
}
