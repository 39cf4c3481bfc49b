package dev.tagstream.common.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.schemas.TagReference;
import dev.tagstream.schemas.TagVersion;
import dev.tagstream.tags.DomainTag;
import dev.tagstream.tags.Rows;
import dev.tagstream.tags.TagId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TagSignatureTest {
    /** As {@code openssl pkey -pubout} printed it for a key that {@code openssl genpkey -algorithm ed25519} made. */
    private static final String PUBLIC_OF_OPENSSL = """
            -----BEGIN PUBLIC KEY-----
            MCowBQYDK2VwAyEAGAkHuaOyyc390xYH9f4mABsU07F9/koUtMoIDJvMABk=
            -----END PUBLIC KEY-----
            """;

    @TempDir
    Path folder;

    private final TagVersion version = TagCodec.toWire(
            new DomainTag(new TagId("Protein", 4, ""), new Rows(1, 2, new float[] {1, 2})),
            new Provenance("m", "t", List.of(), Map.of("r2", 0.5), 10, "trained", Instant.ofEpochMilli(1_000)));

    private Path publicFile;
    private TagSigner signer;
    private TagTrust trust;

    @BeforeEach
    void makeKeys() throws IOException {
        publicFile = KeyFiles.generate(folder.resolve("signing.key"));
        signer = TagSigner.of(folder.resolve("signing.key"));
        trust = TagTrust.of(List.of(publicFile));
    }

    @Test
    void takesWhatATrustedKeySigned() throws IOException {
        Path another = KeyFiles.generate(folder.resolve("another.key"));

        assertThat(trust.objectionToUse(signer.forUse(version), null)).isEmpty();
        assertThat(TagTrust.of(List.of(another, publicFile)).objectionToUse(signer.forUse(version), 3L))
                .as("one of several keys")
                .isEmpty();
        assertThat(TagTrust.ANYBODY.objectionToUse(version, 9L)).isEmpty();
    }

    @Test
    void refusesWhatNobodySignedAndWhatAnotherKeySigned() throws IOException {
        KeyFiles.generate(folder.resolve("another.key"));
        TagVersion another = TagSigner.of(folder.resolve("another.key")).forUse(version);

        assertThat(trust.objectionToUse(version, null)).get().asString().contains("Protein", "4", "no signature");
        assertThat(trust.objectionToUse(another, null)).get().asString().contains("none of a trusted key");
        assertThat(trust.objectionToUse(
                        TagVersion.newBuilder(version)
                                .setSignature(ByteBuffer.wrap(new byte[] {1, 2, 3}))
                                .build(),
                        null))
                .isPresent();
    }

    static Stream<TagVersion.Builder> changes() {
        TagSignatureTest test = new TagSignatureTest();
        return Stream.of(
                changed(test).setVersion(5L),
                changed(test).setName("SMILES"),
                changed(test).setSha256("0".repeat(64)),
                changed(test).setEvaluation(Map.of("r2", 0.6)),
                changed(test).setExamples(11L),
                changed(test).setOrigin("elsewhere"),
                changed(test).setCreatedAt(Instant.EPOCH),
                changed(test).setParents(List.of(new TagReference("Protein", 1L, "11"))));
    }

    private static TagVersion.Builder changed(TagSignatureTest test) {
        return TagVersion.newBuilder(test.version);
    }

    @ParameterizedTest
    @MethodSource("changes")
    void noticesEachChangeOfASignedRecord(TagVersion.Builder change) {
        ByteBuffer signature = signer.forUse(version).getSignature();

        assertThat(trust.objectionToUse(change.setSignature(signature).build(), null))
                .isPresent();
    }

    @Test
    void putsNothingInUseThatWasSignedForATrial() {
        assertThat(trust.objectionToTrial(signer.forTrial(version))).isEmpty();
        assertThat(trust.objectionToTrial(signer.forUse(version))).isEmpty();
        assertThat(trust.objectionToUse(signer.forTrial(version), null)).isPresent();
        assertThat(trust.objectionToTrial(version)).isPresent();
    }

    @Test
    void refusesAnOldSignedRecordAgain() {
        TagVersion old = signer.forUse(version);

        assertThat(trust.objectionToUse(old, 4L)).as("the same again").isEmpty();
        assertThat(trust.objectionToUse(old, 5L)).get().asString().contains("version 5 is in use");
    }

    @Test
    void keepsThePrivateKeyToItsOwnerAndOverwritesNothing() throws IOException {
        assertThat(Files.getPosixFilePermissions(folder.resolve("signing.key")))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        assertThatThrownBy(() -> KeyFiles.generate(folder.resolve("signing.key")))
                .isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void leavesNoHalfOfAPairBehind() throws IOException {
        Files.createFile(folder.resolve("second.key.pub"));
        Files.createFile(folder.resolve("third.key"));

        assertThatThrownBy(() -> KeyFiles.generate(folder.resolve("second.key")))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> KeyFiles.generate(folder.resolve("third.key")))
                .isInstanceOf(FileAlreadyExistsException.class);

        assertThat(folder.resolve("second.key")).doesNotExist();
        assertThat(folder.resolve("third.key.pub")).doesNotExist();
        assertThat(folder.resolve("third.key")).exists();
    }

    @Test
    void readsKeysOfOpenssl() throws IOException {
        Path file = Files.writeString(folder.resolve("openssl.pub"), PUBLIC_OF_OPENSSL);

        assertThat(TagTrust.of(List.of(file)).asksForSignatures()).isTrue();
    }

    @Test
    void saysWhatIsWrongWithAKeyFileAndNothingThatIsInIt() throws IOException {
        Path nonsense = Files.writeString(folder.resolve("nonsense"), "secret-word");
        Path damaged = Files.writeString(
                folder.resolve("damaged"),
                "-----BEGIN PRIVATE KEY-----\nsecretwordsecretword\n-----END PRIVATE KEY-----\n");

        for (Path file : List.of(nonsense, damaged, folder.resolve("absent"), publicFile)) {
            assertThatThrownBy(() -> TagKeys.of(List.of(), Optional.of(file)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(file.toString())
                    .message()
                    .doesNotContain("secret");
        }
        assertThatThrownBy(() -> TagTrust.of(List.of(folder.resolve("signing.key"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no public key");
    }
}
