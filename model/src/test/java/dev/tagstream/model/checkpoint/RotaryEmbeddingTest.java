package dev.tagstream.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tagstream.model.checkpoint.RotaryEmbedding.Scaling;
import dev.tagstream.tags.file.CheckpointException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RotaryEmbeddingTest {
    private static final Path FILE = Path.of("config.json");
    private static final String LLAMA3 = "\"factor\": 8, \"low_freq_factor\": 1, \"high_freq_factor\": 4, "
            + "\"original_max_position_embeddings\": 64";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'rope_theta': 5000, 'rope_scaling': {'type': 'linear', 'factor': 4}}",
                "{'rope_theta': 5000, 'rope_scaling': {'rope_type': 'linear', 'factor': 4}}",
                "{'rope_parameters': {'rope_type': 'linear', 'factor': 4, 'rope_theta': 5000}}",
                "{'rope_theta': 7, 'rope_parameters': {'rope_type': 'linear', 'factor': 4, 'rope_theta': 5000}}",
                "{'rope_theta': 5000, 'rope_parameters': {'type': 'linear', 'factor': 4}, 'rope_scaling': null}"
            })
    void bothSpellingsOfLinearScalingAgree(String json) throws IOException {
        assertThat(read(json.replace('\'', '"'))).isEqualTo(new RotaryEmbedding(5000, new Scaling.Linear(4), 4));
    }

    @Test
    void bothSpellingsOfLlama3ScalingAgree() throws IOException {
        RotaryEmbedding expected = new RotaryEmbedding(500000, new Scaling.Llama3(8, 1, 4, 64), 4);
        assertThat(read("{\"rope_theta\": 500000, \"rope_scaling\": {\"rope_type\": \"llama3\", " + LLAMA3 + "}}"))
                .isEqualTo(expected);
        assertThat(read("{\"rope_parameters\": {\"rope_theta\": 500000, \"rope_type\": \"llama3\", " + LLAMA3 + "}}"))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'rope_theta': 10000.0, 'rope_scaling': null}",
                "{'rope_parameters': {'rope_theta': 10000, 'rope_type': 'default'}}",
                "{'rope_parameters': {}}"
            })
    void absentScalingIsNone(String json) throws IOException {
        assertThat(read(json.replace('\'', '"'))).isEqualTo(new RotaryEmbedding(10000, new Scaling.None(), 4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"yarn", "dynamic", "longrope", "mrope"})
    void refusesOtherTypesByName(String type) {
        for (String spelling : new String[] {"rope_scaling", "rope_parameters"}) {
            assertThatThrownBy(() -> read("{\"%s\": {\"rope_type\": \"%s\", \"factor\": 2}}".formatted(spelling, type)))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessage("config.json: rope type \"%s\" is not supported; supported are default, linear, llama3"
                            .formatted(type));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"factor", "low_freq_factor", "high_freq_factor", "original_max_position_embeddings"})
    void namesAMissingParameter(String key) {
        String json = "{\"rope_parameters\": {\"rope_type\": \"llama3\", "
                + LLAMA3.replace("\"" + key + "\"", "\"other\"") + "}}";
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(CheckpointException.class)
                .hasMessage("config.json: rope parameter " + key + " is missing");
    }

    @ParameterizedTest
    @CsvSource({"factor,-8", "factor,0", "rope_theta,-1", "low_freq_factor,true", "low_freq_factor,4"})
    void refusesParametersOutOfRange(String key, String value) {
        String json = "{\"rope_scaling\": {\"rope_type\": \"llama3\", \"rope_theta\": 10000, " + LLAMA3 + ", \"" + key
                + "\": " + value + "}}";
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll("config.json: ", key);
    }

    @Test
    void plainFrequenciesAreANegativePowerOfTheta() {
        float[] frequencies = new RotaryEmbedding(10000, new Scaling.None(), 8).frequencies();
        assertThat(frequencies).containsExactly(new float[] {1, 0.1f, 0.01f, 0.001f}, within(1e-8f));
    }

    @Test
    void linearScalingDividesEveryFrequency() {
        float[] frequencies = new RotaryEmbedding(10000, new Scaling.Linear(4), 8).frequencies();
        assertThat(frequencies).containsExactly(new float[] {0.25f, 0.025f, 0.0025f, 0.00025f}, within(1e-8f));
    }

    /**
     * With 64 original positions and factors 1 and 4, wavelengths below 16 stay and those over 64 are divided by 8. The
     * frequencies 1, 10^-0.5, 10^-1, 10^-1.5 ... have the wavelengths 6.28, 19.87, 62.83, 198.7: kept, (64 / 19.87 - 1) / 3 =
     * 0.740 of the way, (64 / 62.83 - 1) / 3 = 0.0062 of the way, divided.
     */
    @Test
    void llama3ScalingKeepsHighFrequenciesDividesLowOnesAndRampsBetween() {
        float[] frequencies = new RotaryEmbedding(10000, new Scaling.Llama3(8, 1, 4, 64), 16).frequencies();
        double[] plain = new double[8];
        for (int i = 0; i < plain.length; i++) {
            plain[i] = Math.pow(10, -0.5 * i);
        }
        assertThat((double) frequencies[0]).isEqualTo(1.0);
        assertThat((double) frequencies[1]).isCloseTo(0.2443846, within(1e-6));
        assertThat((double) frequencies[2]).isCloseTo(0.0130423, within(1e-6));
        for (int i = 3; i < plain.length; i++) {
            assertThat((double) frequencies[i]).isCloseTo(plain[i] / 8, within(1e-9));
        }
    }

    private static RotaryEmbedding read(String json) throws IOException {
        return RotaryEmbedding.of(new LlamaConfig.Keys(FILE, new ObjectMapper().readTree(json)), 4);
    }
}
