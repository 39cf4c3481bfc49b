package dev.tagstream.runtime.ops;

import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;

import dev.tagstream.runtime.config.Settings;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;

/** Where a service answers over HTTP: the same settings for every service. */
public final class OpsSettings {
    /** Several services may run on one machine, so none takes a port that it was not told to. */
    private static final int OFF = -1;

    private static final int HIGHEST_PORT = 65_535;

    private OpsSettings() {}

    public static void define(ConfigDef config) {
        config.define(
                        "http.host",
                        ConfigDef.Type.STRING,
                        "127.0.0.1",
                        new ConfigDef.NonEmptyString(),
                        MEDIUM,
                        "Address on which /metrics, /health/live, /health/ready and /lag are answered, to anybody who reaches it;"
                                + " 0.0.0.0 is every address of the machine.")
                .define(
                        "http.port",
                        ConfigDef.Type.INT,
                        OFF,
                        ConfigDef.Range.between(OFF, HIGHEST_PORT),
                        MEDIUM,
                        "Port for them; -1 means that nothing is answered, 0 any free port, which the log names.");
    }

    /** Empty where nothing is answered. */
    public static Optional<InetSocketAddress> address(Settings settings) {
        int port = settings.number("http.port");
        return port == OFF ? Optional.empty() : Optional.of(new InetSocketAddress(settings.text("http.host"), port));
    }
}
