package dev.tagstream.local;

import dev.tagstream.common.wire.KeyFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A broker and a registry that let nobody in without TLS and a login, with throw-away certificates and passwords. */
public final class SecuredStack implements AutoCloseable {
    public static final String ADMIN = SecuredBroker.ADMIN;

    private final Path folder;
    private final Certificates certificates;
    private final Map<String, String> logins = new HashMap<>();
    private final Path trustedKey;
    private final LocalRegistry registry;
    private final SecuredRegistry front;
    private final SecuredRegistry elsewhere;
    private final SecuredBroker broker;

    /** @param users who may log in, beside {@link #ADMIN}; none of them is granted anything */
    public SecuredStack(Path folder, String... users) throws Exception {
        this.folder = Files.createDirectories(folder);
        this.certificates = new Certificates(folder.resolve("certificates"));
        this.trustedKey = KeyFiles.generate(signingKey());
        logins.put(ADMIN, UUID.randomUUID().toString());
        List.of(users).forEach(user -> logins.put(user, UUID.randomUUID().toString()));
        this.broker = SecuredBroker.start(folder.resolve("kafka"), certificates, logins);
        this.registry = LocalRegistry.start(LocalStackOptions.unpackedRegistry(), folder.resolve("registry"), 0);
        this.front = front(certificates.of("broker"));
        this.elsewhere = front(certificates.of("elsewhere", "san=dns:elsewhere.example"));
    }

    private SecuredRegistry front(Path keyStore) throws Exception {
        return SecuredRegistry.start(registry, keyStore, certificates.password(), logins);
    }

    /** Where SCRAM logs in. */
    public String scramServers() {
        return broker.scramServers();
    }

    /** Where a certificate logs in. */
    public String certificateServers() {
        return broker.certificateServers();
    }

    public String registryUrl() {
        return front.url();
    }

    /** The same registry behind a certificate of the right authority for another host. */
    public String misnamedRegistryUrl() {
        return elsewhere.url();
    }

    /** Of those who publish tags; every file trusts its other half. */
    public Path signingKey() {
        return folder.resolve("signing.key");
    }

    public Certificates certificates() {
        return certificates;
    }

    public String password(String user) {
        return logins.get(user);
    }

    /** The file of one who logs in with a password, at the broker and at the registry. */
    public Path scramFile(String user) throws IOException {
        return write("scram-" + user, scram(user));
    }

    /** What that file says; to be changed. */
    public Map<String, String> scram(String user) {
        Map<String, String> settings = common(user);
        settings.put("bootstrap.servers", scramServers());
        settings.put("security.protocol", "SASL_SSL");
        settings.put("sasl.mechanism", "SCRAM-SHA-512");
        settings.put(
                "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
                        .formatted(user, password(user)));
        return settings;
    }

    /** What the file of one says who logs in at the broker with a certificate, at the registry with a password; to be changed. */
    public Map<String, String> certificate(String user) throws Exception {
        Map<String, String> settings = common(user);
        settings.put("bootstrap.servers", certificateServers());
        settings.put("security.protocol", "SSL");
        settings.put("ssl.keystore.type", "PKCS12");
        settings.put("ssl.keystore.location", certificates.of(user).toString());
        settings.put("ssl.keystore.password", certificates.password());
        return settings;
    }

    private Map<String, String> common(String user) {
        Map<String, String> settings = new HashMap<>();
        settings.put("tag.trusted.keys", trustedKey.toString());
        settings.put("registry.schema.registry.url", registryUrl());
        settings.put("registry.basic.auth.user.info", user + ":" + password(user));
        for (String prefix : List.of("", "registry.")) {
            settings.put(prefix + "ssl.truststore.type", "PKCS12");
            settings.put(
                    prefix + "ssl.truststore.location",
                    certificates.trustStore().toString());
            settings.put(prefix + "ssl.truststore.password", certificates.password());
        }
        return settings;
    }

    public Path write(String name, Map<String, String> settings) throws IOException {
        StringBuilder text = new StringBuilder();
        settings.forEach(
                (key, value) -> text.append(key).append('=').append(value).append('\n'));
        return Files.writeString(folder.resolve(name + ".properties"), text);
    }

    @Override
    public void close() {
        elsewhere.close();
        front.close();
        try (broker) {
            registry.close();
        }
    }
}
