package dev.tagstream.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever happens to the bytes of a file, it opens or is refused with a sentence. */
class SpoiltSafetensorsTest {
    private static Path file;
    private static byte[] good;

    @BeforeContainer
    static void writeAGoodFile() throws IOException {
        file = Files.createTempFile("spoilt", ".safetensors");
        new SafetensorsWriter()
                .put("tag", List.of(2L, 3L), 1, 2, 3, 4, 5, 6)
                .put("head", "F16", List.of(3L), new byte[6])
                .put("ids", "I64", List.of(1L), new byte[8])
                .editHeader(file, header -> header.putObject("__metadata__").put("format", "pt"));
        good = Files.readAllBytes(file);
    }

    @AfterContainer
    static void delete() throws IOException {
        Files.delete(file);
    }

    @Property
    void opensOrRefusesBytesChangedAnywhere(
            @ForAll @Size(min = 1, max = 8) List<@IntRange(max = 399) Integer> places, @ForAll byte[] values)
            throws IOException {
        byte[] bytes = good.clone();
        for (int i = 0; i < places.size() && i < values.length; i++) {
            bytes[places.get(i) % bytes.length] = values[i];
        }
        opensOrRefuses(bytes);
    }

    @Property
    void opensOrRefusesDigitsChangedInTheHeader(
            @ForAll @IntRange(max = 399) int place, @ForAll @IntRange(max = 9) int digit) throws IOException {
        byte[] bytes = good.clone();
        for (int i = 0; i < bytes.length; i++) {
            int at = (place + i) % bytes.length;
            if (bytes[at] >= '0' && bytes[at] <= '9') {
                bytes[at] = (byte) ('0' + digit);
                break;
            }
        }
        opensOrRefuses(bytes);
    }

    @Property
    void opensOrRefusesAnyLengthOfTheFile(@ForAll @IntRange(max = 450) int length) throws IOException {
        opensOrRefuses(Arrays.copyOf(good, length));
    }

    @Property
    void opensOrRefusesAnyBytes(@ForAll byte[] bytes) throws IOException {
        opensOrRefuses(bytes);
    }

    @Property
    void opensOrRefusesAnyBytesAsHeader(@ForAll @Size(max = 60) byte[] header) throws IOException {
        SafetensorsWriter.write(file, new String(header, StandardCharsets.ISO_8859_1), new byte[8]);
        opensOrRefuses(Files.readAllBytes(file));
    }

    /** What opens can also be read to its end. */
    private static void opensOrRefuses(byte[] bytes) throws IOException {
        Files.write(file, bytes);
        try {
            for (TensorSlice slice : SafetensorsFile.open(file).tensors().values()) {
                assertThat(slice.read()).hasSize(Math.toIntExact(slice.elements()));
            }
        } catch (CheckpointException e) {
            assertThat(e).hasMessageStartingWith(file.toString());
        }
    }
}
