package dev.tagstream.common.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Ed25519 keys in PEM files, as this program and {@code openssl genpkey -algorithm ed25519} write them. */
public final class KeyFiles {
    static final String ALGORITHM = "Ed25519";

    private static final String PRIVATE = "PRIVATE KEY";
    private static final String PUBLIC = "PUBLIC KEY";
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");

    private KeyFiles() {}

    /**
     * Writes a new private key that only its owner may read, and the public one beside it.
     *
     * @return the file of the public key, with {@code .pub} at its end
     * @throws IOException if one of the files is there already or can't be written; then neither is new
     */
    public static Path generate(Path privateFile) throws IOException {
        KeyPair pair;
        try {
            pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has " + ALGORITHM, e);
        }
        Path publicFile = privateFile.resolveSibling(privateFile.getFileName() + ".pub");
        FileAttribute<?> ownersOnly =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Files.createFile(privateFile, ownersOnly);
        try {
            Files.writeString(privateFile, pem(PRIVATE, pair.getPrivate().getEncoded()));
            Files.writeString(publicFile, pem(PUBLIC, pair.getPublic().getEncoded()), StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            Files.delete(privateFile);
            throw e;
        }
        return publicFile;
    }

    /** Throws {@link IllegalArgumentException} with a sentence that names the file and nothing of what is in it. */
    static PrivateKey readPrivate(Path file) {
        List<byte[]> keys = blocks(file, PRIVATE);
        require(keys.size() == 1, "%s holds %d private keys in PEM, not one".formatted(file, keys.size()));
        try {
            return KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(keys.get(0)));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("%s holds no %s key".formatted(file, ALGORITHM));
        }
    }

    /** One or more; throws {@link IllegalArgumentException} as {@link #readPrivate}. */
    static List<PublicKey> readPublic(Path file) {
        List<byte[]> blocks = blocks(file, PUBLIC);
        require(!blocks.isEmpty(), "%s holds no public key in PEM".formatted(file));
        List<PublicKey> keys = new ArrayList<>();
        try {
            for (byte[] block : blocks) {
                keys.add(KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(block)));
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("%s holds a key that is not of %s".formatted(file, ALGORITHM));
        }
        return keys;
    }

    private static List<byte[]> blocks(Path file, String kind) {
        try {
            List<byte[]> blocks = new ArrayList<>();
            for (MatchResult block : (Iterable<MatchResult>)
                    BLOCK.matcher(Files.readString(file)).results()::iterator) {
                if (block.group(1).equals(kind)) {
                    blocks.add(Base64.getMimeDecoder().decode(block.group(2)));
                }
            }
            return blocks;
        } catch (IOException e) {
            throw new IllegalArgumentException("%s can't be read".formatted(file), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("%s is damaged".formatted(file));
        }
    }

    private static String pem(String kind, byte[] key) {
        String lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(key);
        return "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(kind, lines, kind);
    }

    private static void require(boolean condition, String problem) {
        if (!condition) {
            throw new IllegalArgumentException(problem);
        }
    }
}
