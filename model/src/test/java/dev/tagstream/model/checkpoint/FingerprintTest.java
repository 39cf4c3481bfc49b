package dev.tagstream.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Published tags name the model they were learned for: a model that gets another fingerprint has lost them all. */
class FingerprintTest {

    @ParameterizedTest
    @CsvSource({
        "llama-mha-f32, 660cf467e59d88e07e868e855c3276e2bd0d87aa0336bd277e7eab1b2bde1065",
        "llama-gqa-bf16-sharded-tied, c271ba9e54335603792c372dec851d0c29af4dfa58bf19db8c45024252bc1b30",
        "llama3-rope-f16, f726ed08d63c77ef90938c1c662d01f26869433746db94f44c813910b8c5f98e",
    })
    void aCheckpointKeepsTheFingerprintThatItAlwaysHad(String goldenCase, String fingerprint) {
        assertThat(Fingerprint.ofModel(Checkpoint.open(CheckpointFolder.golden(goldenCase))))
                .isEqualTo(fingerprint);
    }

    @Test
    void soDoesOneWithLinearScaling(@TempDir Path path) throws IOException {
        CheckpointFolder folder = CheckpointFolder.copyOf(CheckpointFolder.PLAIN, path)
                .editConfig(config -> config.putObject("rope_parameters")
                        .put("rope_type", "linear")
                        .put("factor", 2.5));

        assertThat(Fingerprint.ofModel(Checkpoint.open(folder.path())))
                .isEqualTo("54668e3f2f022011bda51aa3f500198e6614a505703e5b38ac6c2b0a3bd54b03");
    }
}
