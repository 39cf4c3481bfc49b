package dev.tagstream.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.security.scram.ScramLoginModule;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;

/**
 * A real broker that takes no connection without TLS and a login, SCRAM on one port and certificates on the other, and allows nobody
 * anything that was not granted, except {@value #ADMIN} and itself.
 */
final class SecuredBroker implements AutoCloseable {
    static final String ADMIN = "admin";

    private final KafkaRaftServer server;
    private final int scramPort;
    private final int certificatePort;

    private SecuredBroker(KafkaRaftServer server, int scramPort, int certificatePort) {
        this.server = server;
        this.scramPort = scramPort;
        this.certificatePort = certificatePort;
    }

    /** @param logins passwords of SCRAM by user */
    static SecuredBroker start(Path folder, Certificates certificates, Map<String, String> logins) throws Exception {
        List<Integer> ports = LoopbackPorts.free(3);
        Properties settings = new BrokerSettings(folder.resolve("log"), ports.get(0), ports.get(2)).properties();
        String host = LoopbackPorts.HOST;
        String clients = "SASL_SSL://%s:%d,SSL://%s:%d".formatted(host, ports.get(0), host, ports.get(1));
        settings.setProperty("listeners", clients + ",CONTROLLER://%s:%d".formatted(host, ports.get(2)));
        settings.setProperty("advertised.listeners", clients);
        settings.setProperty("listener.security.protocol.map", "SASL_SSL:SASL_SSL,SSL:SSL,CONTROLLER:SSL");
        settings.setProperty("inter.broker.listener.name", "SSL");
        settings.setProperty("ssl.client.auth", "required");
        settings.setProperty("ssl.keystore.type", "PKCS12");
        settings.setProperty(
                "ssl.keystore.location",
                certificates.of("broker", "san=ip:" + host).toString());
        settings.setProperty("ssl.keystore.password", certificates.password());
        settings.setProperty("ssl.truststore.type", "PKCS12");
        settings.setProperty(
                "ssl.truststore.location", certificates.trustStore().toString());
        settings.setProperty("ssl.truststore.password", certificates.password());
        settings.setProperty("ssl.principal.mapping.rules", "RULE:^CN=(.*)$/$1/");
        settings.setProperty("sasl.enabled.mechanisms", "SCRAM-SHA-512");
        settings.setProperty(
                "listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config",
                ScramLoginModule.class.getName() + " required;");
        settings.setProperty("authorizer.class.name", StandardAuthorizer.class.getName());
        settings.setProperty("super.users", "User:broker;User:" + ADMIN);
        List<String> scram = new ArrayList<>();
        logins.forEach((user, password) -> scram.addAll(List.of(
                "--add-scram", "SCRAM-SHA-512=[iterations=4096,name=%s,password=%s]".formatted(user, password))));
        Path file = BrokerFolder.prepare(folder, settings, scram);
        KafkaRaftServer server =
                new KafkaRaftServer(KafkaConfig.fromProps(BrokerFolder.settings(file), false), Time.SYSTEM);
        server.startup();
        return new SecuredBroker(server, ports.get(0), ports.get(1));
    }

    /** Where SCRAM logs in. */
    String scramServers() {
        return LoopbackPorts.HOST + ":" + scramPort;
    }

    /** Where a certificate logs in. */
    String certificateServers() {
        return LoopbackPorts.HOST + ":" + certificatePort;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
