package dev.tagstream.model.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagstream.model.checkpoint.CheckpointFolder;
import dev.tagstream.model.tokenizer.UntokenizableTextException;
import dev.tagstream.tags.DomainTag;
import dev.tagstream.tags.TagId;
import dev.tagstream.tags.TagSet;
import dev.tagstream.tags.file.SafetensorsWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with a checkpoint, a tag or a setting stays with it. */
class EngineFaultTest {
    private static final Path GOLDEN = CheckpointFolder.golden(CheckpointFolder.PLAIN);
    private static final int WIDTH = 64;

    private final TagSet tags = RandomTags.ofWidth(WIDTH);

    /** Weights that can't be mapped are copied, and the copy must not die with the Java buffers it came through. */
    @Test
    void weightsAtOddPlacesScoreTheSame(@TempDir Path folder) throws IOException {
        CheckpointFolder copy = CheckpointFolder.copyOf(CheckpointFolder.PLAIN, folder);
        SafetensorsWriter.lengthenHeader(copy.model(), 1);
        try (LlamaEngine plain = LlamaEngine.open(GOLDEN, EngineOptions.DEFAULT);
                LlamaEngine odd = LlamaEngine.open(folder, EngineOptions.DEFAULT)) {
            overwriteFreedBuffers();
            List<Score> expected = plain.score(batch(plain), tags);
            List<Score> found = odd.score(batch(odd), tags);
            for (int i = 0; i < expected.size(); i++) {
                assertThat(found.get(i).value()).isCloseTo(expected.get(i).value(), within(1e-6));
            }
        }
    }

    private static void overwriteFreedBuffers() {
        List<ByteBuffer> buffers = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            System.gc();
            for (int size = 256; size <= 65536; size *= 2) {
                for (int i = 0; i < 8; i++) {
                    ByteBuffer buffer = ByteBuffer.allocateDirect(size);
                    while (buffer.hasRemaining()) {
                        buffer.put((byte) 0x55);
                    }
                    buffers.add(buffer);
                }
            }
        }
        assertThat(buffers).isNotEmpty();
    }

    @Test
    void aTagOfTheWrongWidthSpoilsNoSpanOfItsBatch() {
        try (LlamaEngine engine = LlamaEngine.open(GOLDEN, EngineOptions.DEFAULT)) {
            double expected = engine.scoreUncached(batch(engine), tags).get(0).value();
            DomainTag narrow = new DomainTag(
                    new TagId("SMILES", 2, ""),
                    new RandomTags(32, 1).domain("SMILES", 2).rows());
            assertThatThrownBy(() -> engine.score(batch(engine), tags.with(narrow)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("a tag of width 32 for a model of width 64");
            assertThat(engine.figures().blocks()).isEqualTo(engine.program().spansHeld());
            assertThat(engine.score(batch(engine), tags).get(0).value()).isCloseTo(expected, within(1e-4));
        }
    }

    @Test
    void aTokenBeyondTheModelsVocabularyIsNoRowOfATag(@TempDir Path folder) throws IOException {
        CheckpointFolder copy = CheckpointFolder.copyOf(CheckpointFolder.PLAIN, folder);
        copy.editJson("tokenizer.json", json -> ((ObjectNode) json.get("model").get("vocab")).put("C", 128));
        try (LlamaEngine engine = LlamaEngine.open(folder, EngineOptions.DEFAULT)) {
            assertThatThrownBy(() -> engine.tokenize("SMILES", "OC"))
                    .isInstanceOf(UntokenizableTextException.class)
                    .hasMessageContaining("token 128")
                    .hasMessageContaining("vocabulary of 128");
        }
    }

    @Test
    void namesTheDomainThatHasNoTag() {
        try (LlamaEngine engine = LlamaEngine.open(GOLDEN, EngineOptions.DEFAULT)) {
            assertThatThrownBy(() -> engine.score(batch(engine), tags.withoutDomain("SMILES")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("no domain tag SMILES");
        }
    }

    @Test
    void refusesLimitsThatAreNoLengths() {
        for (int limit : new int[] {0, -1}) {
            assertThatThrownBy(() -> EngineOptions.DEFAULT.withSpanLimits(Map.of("SMILES", limit)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("span limit of SMILES is " + limit);
        }
        EngineOptions huge =
                EngineOptions.DEFAULT.withSpanLimits(Map.of("SMILES", Integer.MAX_VALUE, "Protein", Integer.MAX_VALUE));
        assertThatThrownBy(() -> LlamaEngine.open(GOLDEN, huge)).hasMessageContaining("4294967294 tokens");
    }

    private static List<ScoringTask> batch(LlamaEngine engine) {
        return List.of(new ScoringTask(
                "Affinity", List.of(engine.tokenize("Protein", "MTVPDRSEIAG"), engine.tokenize("SMILES", "CCO"))));
    }
}
