package dev.tagstream.tags.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsFileTest {
    private Path file;
    private SafetensorsWriter writer;

    @BeforeEach
    void writeTwoTensors(@TempDir Path folder) {
        file = folder.resolve("model.safetensors");
        writer = new SafetensorsWriter().put("a", List.of(2L, 2L), 1, 2, 3, 4).put("b", List.of(1L), 5);
        writer.write(file);
    }

    @Test
    void readsTensorsInTheOrderOfTheHeader() {
        SafetensorsFile opened = SafetensorsFile.open(file);
        assertThat(opened.tensors().keySet()).containsExactly("a", "b");
        assertThat(opened.tensor("a").shape()).containsExactly(2L, 2L);
        assertThat(opened.tensor("a").read()).containsExactly(1, 2, 3, 4);
        assertThat(opened.tensor("b").read()).containsExactly(5);
    }

    @Test
    void takesScalarsEmptyTensorsAndMetadata() {
        writer.put("scalar", List.of(), 7)
                .put("empty", List.of(0L, 3L))
                .editHeader(file, header -> header.putObject("__metadata__").put("format", "pt"));
        SafetensorsFile opened = SafetensorsFile.open(file);
        assertThat(opened.tensor("scalar").read()).containsExactly(7);
        assertThat(opened.tensor("empty").read()).isEmpty();
        assertThat(opened.tensors()).hasSize(4);
    }

    @Test
    void readsWholeNumbers() {
        byte[] bytes = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(-1)
                .putLong(1L << 40)
                .array();
        writer.put("ids", "I64", List.of(2L), bytes).write(file);
        assertThat(SafetensorsFile.open(file).tensor("ids").readLongs()).containsExactly(-1, 1L << 40);
        assertThatThrownBy(() -> SafetensorsFile.open(file).tensor("a").readLongs())
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll(file + ": tensor a is F32, not I64");
    }

    @Test
    void namesFileAndTensorsWhereOneIsMissing() {
        SafetensorsFile opened = SafetensorsFile.open(file);
        assertThatThrownBy(() -> opened.tensor("c"))
                .isInstanceOf(CheckpointException.class)
                .hasMessage(file + ": no tensor c; it holds [a, b]");
    }

    @Test
    void refusesAFileThatIsNotThere() {
        Path nowhere = file.resolveSibling("nowhere.safetensors");
        assertThatThrownBy(() -> SafetensorsFile.open(nowhere))
                .isInstanceOf(CheckpointException.class)
                .hasMessage(nowhere + ": no such file");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7})
    void refusesAFileWithoutRoomForALength(int size) throws IOException {
        Files.write(file, new byte[size]);
        assertRefused("not a safetensors file", size + " bytes");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 1000, 4294967296L, Long.MAX_VALUE, Long.MIN_VALUE, -1})
    void refusesAHeaderLengthThatTheFileCannotHold(long length) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
        Files.write(file, bytes);
        assertRefused(
                "the header says it is " + Long.toUnsignedString(length) + " bytes long",
                "the file has " + (bytes.length - 8));
    }

    @Test
    void refusesATruncatedFileNamingTheTensorCut() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
        assertRefused("truncated: tensor b ends at data byte 20, the file has 19");
    }

    @ParameterizedTest
    @ValueSource(strings = {"not JSON", "{\"a\": ", "{} {}", "{\"a\": {}, \"a\": {}}", "{\"a\": NaN}"})
    void refusesAHeaderThatIsNotJson(String header) {
        SafetensorsWriter.write(file, header, new byte[0]);
        assertRefused("the safetensors header is not JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "17", "\"a\"", "null", "  "})
    void refusesAHeaderThatIsNoObject(String header) {
        SafetensorsWriter.write(file, header, new byte[0]);
        assertRefused("the safetensors header is not a JSON object");
    }

    @Test
    void refusesATensorThatIsNoObject() {
        writer.editHeader(file, header -> header.put("b", 3));
        assertRefused("tensor b has no shape");
    }

    @ParameterizedTest
    @ValueSource(strings = {"shape", "data_offsets"})
    void refusesATensorWithoutAPlace(String field) {
        writer.editHeader(file, header -> tensor(header, "b").remove(field));
        assertRefused("tensor b has no " + field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"F8_E4M3", "F64", "BOOL", "U8", "f32", ""})
    void refusesAnElementTypeByName(String dtype) {
        writer.editHeader(file, header -> tensor(header, "b").put("dtype", dtype));
        assertRefused("tensor b has dtype " + dtype + ";", "[F32, F16, BF16, I64]");
    }

    @Test
    void refusesTensorsThatOverlap() {
        writer.editHeader(file, header -> offsets(header, "b", 12, 16));
        assertRefused("tensors a (bytes", "and b (bytes", "overlap");
    }

    @ParameterizedTest
    @CsvSource({"16,24", "100,104", "9223372036854775803,9223372036854775807"})
    void refusesOffsetsOutOfTheFile(long begin, long end) {
        writer.editHeader(file, header -> offsets(header, "b", begin, end));
        assertRefused("tensor b ends at data byte " + end, "the file has 20");
    }

    @Test
    void refusesAnEndBeforeItsBegin() {
        writer.editHeader(file, header -> offsets(header, "b", 20, 16));
        assertRefused("tensor b: data_offsets [20, 16]");
    }

    @Test
    void refusesOffsetsThatAreNotTwo() {
        writer.editHeader(
                file, header -> tensor(header, "b").putArray("data_offsets").add(16));
        assertRefused("tensor b: data_offsets [16]");
    }

    @Test
    void tellsBothSizesWhereTheyDiffer() {
        writer.editHeader(file, header -> shape(header, "a").add(3).add(3));
        assertRefused("tensor a: shape [3, 3] of F32 needs 36 bytes, its offsets span 16");
    }

    @Test
    void refusesAShapeWhoseProductOverflows() {
        writer.editHeader(file, header -> shape(header, "b").add(1L << 33).add(1L << 31));
        assertRefused("tensor b: shape [8589934592, 2147483648]", "more than 2^63");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.5", "1e3", "\"1\"", "null", "9223372036854775808", "[1]"})
    void refusesADimensionThatIsNoSize(String dimension) {
        SafetensorsWriter.write(
                file,
                "{\"b\":{\"dtype\":\"F32\",\"shape\":[%s],\"data_offsets\":[0,4]}}".formatted(dimension),
                new byte[4]);
        assertRefused("tensor b: shape holds", "not a size");
    }

    private static ObjectNode tensor(ObjectNode header, String name) {
        return (ObjectNode) header.get(name);
    }

    private static void offsets(ObjectNode header, String name, long begin, long end) {
        tensor(header, name).putArray("data_offsets").add(begin).add(end);
    }

    private static ArrayNode shape(ObjectNode header, String name) {
        return tensor(header, name).putArray("shape");
    }

    private void assertRefused(String... parts) {
        assertThatThrownBy(() -> SafetensorsFile.open(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContainingAll(parts);
    }
}
