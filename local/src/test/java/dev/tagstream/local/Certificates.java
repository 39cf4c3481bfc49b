package dev.tagstream.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Throw-away certificates of an authority of their own, made by the JDK's keytool and gone with their folder. */
public final class Certificates {
    private static final String AUTHORITY = "authority";

    private final Path folder;
    private final String password = UUID.randomUUID().toString();

    /**
     * Ten thousand iterations slow down who guesses passwords; here, each client that opens its stores, several times a
     * verb.
     */
    private static void iterateOnce() {
        for (String what : List.of("keyPbe", "certPbe", "mac")) {
            System.setProperty("keystore.pkcs12." + what + "IterationCount", "1");
        }
    }

    public Certificates(Path folder) throws Exception {
        iterateOnce();
        this.folder = Files.createDirectories(folder);
        keytool("-alias", AUTHORITY, "-dname", "CN=" + AUTHORITY, "-ext", "bc:c");
        KeyStore trust = empty();
        trust.setCertificateEntry(AUTHORITY, all().getCertificate(AUTHORITY));
        store(trust, trustStore());
    }

    /** Of all stores and keys. */
    public String password() {
        return password;
    }

    /** Trusts the authority alone. */
    public Path trustStore() {
        return folder.resolve("trust.p12");
    }

    /** A store with a key and a certificate for {@code CN=name}, made on first use. */
    public Path of(String name, String... extensions) throws Exception {
        Path file = folder.resolve(name + ".p12");
        if (!Files.exists(file)) {
            List<String> arguments = new ArrayList<>(List.of("-alias", name, "-dname", "CN=" + name));
            arguments.addAll(List.of("-signer", AUTHORITY));
            for (String extension : extensions) {
                arguments.addAll(List.of("-ext", extension));
            }
            keytool(arguments.toArray(String[]::new));
            KeyStore own = empty();
            char[] secret = password.toCharArray();
            own.setKeyEntry(name, all().getKey(name, secret), secret, all().getCertificateChain(name));
            store(own, file);
        }
        return file;
    }

    private void keytool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-validity", "2", "-storetype", "PKCS12"));
        command.addAll(List.of("-keystore", allFile().toString(), "-storepass", password));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(said).isZero();
    }

    private Path allFile() {
        return folder.resolve("all.p12");
    }

    private KeyStore all() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(allFile())) {
            store.load(in, password.toCharArray());
        }
        return store;
    }

    private KeyStore empty() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, password.toCharArray());
        return store;
    }

    private void store(KeyStore store, Path file) throws Exception {
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, password.toCharArray());
        }
    }
}
