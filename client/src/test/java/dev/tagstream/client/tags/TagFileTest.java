package dev.tagstream.client.tags;

import static dev.tagstream.client.ExampleRecords.soundDomainTag;
import static dev.tagstream.client.ExampleRecords.soundFunctionTag;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.client.TagstreamException;
import dev.tagstream.client.files.UnusableInputException;
import dev.tagstream.common.wire.Provenance;
import dev.tagstream.common.wire.TagCodec;
import dev.tagstream.schemas.TagVersion;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.LowRank;
import dev.tagstream.tags.Rows;
import dev.tagstream.tags.TagId;
import dev.tagstream.tags.prompt.PromptTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TagFileTest {
    private static final TagVersion TAG = TagVersion.newBuilder(soundFunctionTag(
                    "F", "{bos}{SMILES}\n{function}", 3, Map.of("0123456789abcdef", 0.25), soundDomainTag("SMILES", 1)))
            .setOrigin("trained")
            .build();

    @TempDir
    Path folder;

    @Test
    void readsBackAllOfAVersion() {
        Path file = folder.resolve("f.avro");
        TagFile.write(file, TAG);
        assertThat(TagFile.read(file)).isEqualTo(TAG);
        assertThat(folder).isDirectoryContaining(file::equals);
        assertThat(folder.toFile().list()).containsExactly("f.avro");
    }

    /** The model's layers are not at hand where a file is read. */
    @Test
    void readsBackLowRankUpdatesOfAnyNumberOfLayers() {
        Random random = new Random(7);
        for (int layers = 1; layers < 4; layers++) {
            Rows rows = new Rows(1, 2, new float[] {1, 2});
            FunctionTag tag = new FunctionTag(
                    new TagId("F", 1, ""),
                    List.of(new FunctionTag.Member(rows, rows, null, LowRank.beginning(layers, 3, 2, random))),
                    6,
                    1.5,
                    "pKi",
                    PromptTemplate.parse("{bos}{SMILES}{function}"));
            TagVersion version =
                    TagCodec.toWire(tag, new Provenance("m", "m", List.of(), Map.of(), 1, "trained", Instant.EPOCH));
            Path file = folder.resolve("low-rank.avro");
            TagFile.write(file, version);
            assertThat(TagFile.read(file)).isEqualTo(version);
        }
    }

    @Test
    void neverReadsAnotherTagOutOfADamagedFile() throws IOException {
        Path file = folder.resolve("f.avro");
        TagFile.write(file, TAG);
        byte[] whole = Files.readAllBytes(file);
        int refused = 0;
        for (int i = 0; i < whole.length; i += i < whole.length - 300 ? 7 : 1) { // the record itself stands at the end
            byte[] damaged = whole.clone();
            damaged[i] ^= 0x10;
            Files.write(file, damaged);
            try {
                assertThat(TagFile.read(file)).as("byte %d", i).isEqualTo(TAG);
            } catch (UnusableInputException | TagstreamException e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void refusesATruncatedFileAndOneOfAnotherKind() throws IOException {
        Path file = folder.resolve("f.avro");
        TagFile.write(file, TAG);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> TagFile.read(file)).hasMessageContaining("is damaged, or no file of");
        Files.writeString(file, "smiles,value\n");
        assertThatThrownBy(() -> TagFile.read(file)).hasMessageContaining("is damaged, or no file of");
        assertThatThrownBy(() -> TagFile.read(folder.resolve("none")))
                .hasMessage(folder.resolve("none") + " does not exist, or is no file.");
    }

    @Test
    void refusesContentThatDoesNotGiveItsChecksum() {
        Path file = folder.resolve("f.avro");
        TagFile.write(file, TagVersion.newBuilder(TAG).setTargetMean(7.0).build());
        assertThatThrownBy(() -> TagFile.read(file))
                .isInstanceOf(TagstreamException.class)
                .hasMessageContaining("its checksum is");
    }
}
