package dev.tagstream.local;

import dev.tagstream.client.TagstreamException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/** The folder of a broker: its settings, and its log, which is formatted once and kept ever after. */
public final class BrokerFolder {
    private static final String FORMATTED_MARK = "meta.properties";

    private BrokerFolder() {}

    /**
     * Writes the settings for these ports and formats the log unless that was done before.
     *
     * @param folder made if absent
     * @return the file with the settings
     */
    public static Path prepare(Path folder, int brokerPort, int controllerPort) {
        return prepare(
                folder, new BrokerSettings(folder.resolve("log"), brokerPort, controllerPort).properties(), List.of());
    }

    /**
     * The same for settings of one's own, whose log is the folder's.
     *
     * @param formatOptions what the format is told beyond the settings, such as the first logins
     */
    public static Path prepare(Path folder, Properties settings, List<String> formatOptions) {
        return prepare(folder, settings, Uuid.randomUuid().toString(), formatOptions);
    }

    /** The same for a broker of a cluster, whose brokers all have its id. */
    public static Path prepare(Path folder, Properties settings, String clusterId, List<String> formatOptions) {
        Path logFolder = folder.resolve("log");
        Path file = folder.resolve("server.properties");
        try {
            Files.createDirectories(folder);
            try (OutputStream out = Files.newOutputStream(file)) {
                settings.store(out, null);
            }
            if (!Files.exists(logFolder.resolve(FORMATTED_MARK))) {
                format(folder, file, clusterId, formatOptions);
            }
            return file;
        } catch (IOException e) {
            throw unusable(folder, e);
        }
    }

    static Properties settings(Path file) {
        Properties settings = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            settings.load(in);
            return settings;
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    private static void format(Path folder, Path file, String clusterId, List<String> options) throws IOException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int status;
        try (PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8)) {
            List<String> command =
                    new ArrayList<>(List.of("format", "--cluster-id", clusterId, "--config", file.toString()));
            command.addAll(options);
            status = StorageTool.execute(command.toArray(String[]::new), out);
        }
        if (status != 0) {
            throw new TagstreamException("Kafka cannot format the folder %s: %s"
                    .formatted(folder, said.toString(StandardCharsets.UTF_8).strip()));
        }
    }

    private static TagstreamException unusable(Path path, IOException cause) {
        return new TagstreamException("Kafka cannot use %s: %s.".formatted(path, cause.getMessage()), cause);
    }
}
