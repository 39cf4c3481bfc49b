package dev.tagstream.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bad checkpoints: each gets one sentence that names the file, the tensor and both sides. */
class CheckpointTest {
    @TempDir
    Path folder;

    private Path weights;

    @BeforeEach
    void copyGoodCheckpoint() throws IOException, URISyntaxException {
        Path golden = Path.of(
                CheckpointTest.class.getResource("/golden/llama-mha-f32").toURI());
        for (String file : new String[] {"config.json", "model.safetensors", "tokenizer.json"}) {
            Files.copy(golden.resolve(file), folder.resolve(file));
        }
        weights = folder.resolve("model.safetensors");
    }

    @Test
    void opensAGoodOne() {
        Checkpoint checkpoint = Checkpoint.open(folder);
        assertThat(checkpoint.config().hiddenSize()).isEqualTo(64);
        assertThat(checkpoint.tensors()).hasSize(2 * 9 + 3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"model.norm.weight\" | \"model.xorm.weight\" | model.norm.weight",
                "\"model.norm.weight\" | \"model.xorm.weight\" | model.xorm.weight",
                "\"shape\":[64,176] | \"shape\":[176,64] | [176, 64]",
                "\"shape\":[64,176] | \"shape\":[176,64] | config.json asks for [64, 176]",
                "\"shape\":[64,176] | \"shape\":[64,177] | needs 45312 bytes",
                "\"dtype\":\"F32\" | \"dtype\":\"F8E\" | F8E",
            })
    void namesTheTensorAndBothSides(String before, String after, String told) throws IOException {
        editHeader(header -> header.replaceFirst(java.util.regex.Pattern.quote(before), after));
        refused(told);
    }

    @Test
    void refusesFilesThatEndTooSoon() throws IOException {
        byte[] bytes = Files.readAllBytes(weights);
        Files.write(weights, java.util.Arrays.copyOf(bytes, bytes.length - 4));
        refused("truncated");
        Files.write(weights, new byte[3]);
        refused("3 bytes");
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(0, 1L << 40);
        Files.write(weights, bytes);
        refused(Long.toString(1L << 40));
    }

    @Test
    void refusesTensorsThatOverlap() throws IOException {
        editHeader(header -> {
            int second = header.indexOf("data_offsets", header.indexOf("data_offsets") + 1);
            String offsets = header.substring(header.indexOf('[', second), header.indexOf(']', second) + 1);
            String[] ends = offsets.replaceAll("[\\[\\] ]", "").split(",");
            String moved = "[" + (Long.parseLong(ends[0]) - 4) + "," + (Long.parseLong(ends[1]) - 4) + "]";
            return header.replace(offsets, moved);
        });
        refused("overlap");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"rope_type\": \"default\" | \"rope_type\": \"yarn\" | yarn",
                "\"model_type\": \"llama\" | \"model_type\": \"gpt2\" | gpt2",
                "\"hidden_act\": \"silu\" | \"hidden_act\": \"gelu\" | gelu",
                "\"num_attention_heads\": 4 | \"num_attention_heads\": 3 | 3",
                "\"hidden_size\": 64 | \"hidden_sise\": 64 | hidden_size",
            })
    void refusesByNameWhatIsNotImplemented(String before, String after, String told) throws IOException {
        Path config = folder.resolve("config.json");
        String text = Files.readString(config);
        assertThat(text).contains(before);
        Files.writeString(config, text.replace(before, after));
        assertThatThrownBy(() -> Checkpoint.open(folder))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("config.json")
                .hasMessageContaining(told);
    }

    @Test
    void bothRotarySpellingsMeanTheSame() throws IOException {
        Path config = folder.resolve("config.json");
        String text = Files.readString(config);
        String scaled = text.replaceFirst(
                "(?s)\"rope_parameters\": \\{.*?}",
                "\"rope_parameters\": {\"rope_type\": \"linear\", \"factor\": 4.0, \"rope_theta\": 5000.0}");
        Files.writeString(config, scaled);
        RotaryEmbedding now = LlamaConfig.read(config).rotary();
        Files.writeString(
                config,
                text.replaceFirst(
                        "(?s)\"rope_parameters\": \\{.*?}",
                        "\"rope_theta\": 5000.0, \"rope_scaling\": {\"type\": \"linear\", \"factor\": 4.0}"));
        assertThat(LlamaConfig.read(config).rotary()).isEqualTo(now);
        assertThat(now.frequencies()[0]).isEqualTo(0.25f);
        assertThat(now.theta()).isEqualTo(5000.0);
    }

    @Test
    void mutatedFilesAreReadOrRefusedNeverMore() throws IOException {
        byte[] good = Files.readAllBytes(weights);
        Random random = new Random(5);
        int refused = 0;
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = java.util.Arrays.copyOf(good, 8 + 2600);
            for (int j = 0; j < 3; j++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            Files.write(weights, bytes);
            try {
                SafetensorsFile.open(weights);
            } catch (CheckpointException e) {
                refused++;
            }
        }
        assertThat(refused).isEqualTo(2000);
    }

    @Test
    void halfPrecisionIsReadExactly() {
        ByteBuffer buffer = ByteBuffer.allocate(2).order(ByteOrder.LITTLE_ENDIAN);
        int[] bits = {0x0000, 0x3c00, 0xc000, 0x7bff, 0x0001, 0x03ff, 0x7c00, 0x3555};
        float[] values = {0f, 1f, -2f, 65504f, 0x1p-24f, 0x3ffp-24f, Float.POSITIVE_INFINITY, 0.333251953125f};
        for (int i = 0; i < bits.length; i++) {
            assertThat(TensorType.F16.read(buffer.putShort(0, (short) bits[i]), 0))
                    .isEqualTo(values[i]);
        }
        assertThat(TensorType.F16.read(buffer.putShort(0, (short) 0x7e00), 0)).isNaN();
        assertThat(TensorType.BF16.read(buffer.putShort(0, (short) 0x3f80), 0)).isEqualTo(1f);
    }

    @Test
    void saysWhatAFolderLacks() throws IOException {
        Files.delete(weights);
        Files.write(folder.resolve("pytorch_model.bin"), new byte[1]);
        refused("pytorch_model.bin");
        Files.delete(folder.resolve("config.json"));
        refused("config.json");
    }

    private void refused(String told) {
        assertThatThrownBy(() -> Checkpoint.open(folder))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining(told);
    }

    /** Replaces the header, its length and nothing else; the edit must keep the offsets. */
    private void editHeader(UnaryOperator<String> edit) throws IOException {
        byte[] bytes = Files.readAllBytes(weights);
        int length = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
        String before = new String(bytes, 8, length, StandardCharsets.UTF_8);
        String after = edit.apply(before);
        assertThat(after).isNotEqualTo(before);
        byte[] header = after.getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(8 + header.length + bytes.length - 8 - length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header)
                .put(bytes, 8 + length, bytes.length - 8 - length);
        Files.write(weights, file.array());
    }
}
