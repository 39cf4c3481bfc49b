package dev.tagstream.runtime.ops;

import static org.apache.kafka.common.config.ConfigDef.Range.between;

import dev.tagstream.runtime.config.Setting;
import dev.tagstream.runtime.config.Settings;
import dev.tagstream.runtime.config.SettingsGroup;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Where a service answers over HTTP: the same settings for every service. */
public final class OpsSettings {
    /** Several services may run on one machine, so none takes a port that it was not told to. */
    private static final int OFF = -1;

    private static final int HIGHEST_PORT = 65_535;

    private static final Setting<String> HOST = Setting.text(
            "http.host",
            "127.0.0.1",
            "Address on which /metrics, /health/live, /health/ready and /lag are answered, to anybody who reaches it;"
                    + " 0.0.0.0 is every address of the machine.");

    public static final Setting<Integer> PORT = Setting.number(
            "http.port",
            OFF,
            between(OFF, HIGHEST_PORT),
            "Port for them; -1 means that nothing is answered, 0 any free port, which the log names.");

    public static final SettingsGroup GROUP = SettingsGroup.of(HOST, PORT);

    private OpsSettings() {}

    /** Empty where nothing is answered. */
    public static Optional<InetSocketAddress> address(Settings settings) {
        int port = settings.get(PORT);
        return port == OFF ? Optional.empty() : Optional.of(new InetSocketAddress(settings.get(HOST), port));
    }
}
