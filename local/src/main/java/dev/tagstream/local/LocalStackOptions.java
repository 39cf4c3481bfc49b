package dev.tagstream.local;

import java.nio.file.Path;

/**
 * Where a local stack lives and listens.
 *
 * @param folder holds everything that stays
 * @param brokerPort Kafka's port, or 0 for a free one
 * @param registryPort the schema registry's port, or 0 for a free one
 * @param registryHome where the build has unpacked the schema registry
 * @param topicPrefix put before each topic's name; empty for none
 * @param partitions of each topic whose number is not fixed
 * @param brokerApart whether Kafka runs in a JVM of its own rather than in this one
 */
public record LocalStackOptions(
        Path folder,
        int brokerPort,
        int registryPort,
        Path registryHome,
        String topicPrefix,
        int partitions,
        boolean brokerApart) {
    public static final String FOLDER_OPTION = "--data";
    public static final String BROKER_PORT_OPTION = "--broker-port";
    public static final String REGISTRY_PORT_OPTION = "--registry-port";

    /** Kafka's and the registry's usual ports, which other programs try without being told. */
    public static final int DEFAULT_BROKER_PORT = 9092;

    public static final int DEFAULT_REGISTRY_PORT = 8081;
    public static final int DEFAULT_PARTITIONS = 4;

    /** Set by {@code ./tagstream} and by the build. */
    private static final String REGISTRY_HOME_PROPERTY = "tagstream.registry.home";

    /** A stack that keeps out of everybody's way: free ports, no prefix. */
    public static LocalStackOptions onFreePorts(Path folder) {
        return new LocalStackOptions(folder, 0, 0, unpackedRegistry(), "", DEFAULT_PARTITIONS, false);
    }

    /** A stack where other programs expect one: the usual ports. */
    public static LocalStackOptions onUsualPorts(Path folder) {
        return new LocalStackOptions(
                folder, DEFAULT_BROKER_PORT, DEFAULT_REGISTRY_PORT, unpackedRegistry(), "", DEFAULT_PARTITIONS, false);
    }

    LocalStackOptions with(Path otherFolder, String otherPrefix) {
        return new LocalStackOptions(
                otherFolder, brokerPort, registryPort, registryHome, otherPrefix, partitions, brokerApart);
    }

    public LocalStackOptions withBrokerPort(int port) {
        return new LocalStackOptions(folder, port, registryPort, registryHome, topicPrefix, partitions, brokerApart);
    }

    public LocalStackOptions withRegistryPort(int port) {
        return new LocalStackOptions(folder, brokerPort, port, registryHome, topicPrefix, partitions, brokerApart);
    }

    public LocalStackOptions withBrokerApart() {
        return new LocalStackOptions(folder, brokerPort, registryPort, registryHome, topicPrefix, partitions, true);
    }

    /** Where the schema registry was unpacked. */
    public static Path unpackedRegistry() {
        return Path.of(System.getProperty(REGISTRY_HOME_PROPERTY, "cli/target/registry"));
    }
}
