package dev.tagstream.model.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import dev.tagstream.model.checkpoint.Checkpoint;
import dev.tagstream.model.checkpoint.CheckpointFolder;
import dev.tagstream.model.program.ProgramCall;
import dev.tagstream.model.program.TorchScriptArchive;
import dev.tagstream.model.prompt.TagTable;
import dev.tagstream.tags.file.TensorSlice;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TorchScriptArchiveTest {
    private static final Path FOLDER = CheckpointFolder.golden(CheckpointFolder.PLAIN);
    private static final long[] IDS = {1, 30, 40, 50, 60};

    private final Checkpoint checkpoint = Checkpoint.open(FOLDER);

    @Test
    void theProgramWithoutFilesComputesTheSameOnceItsWeightsArePut() throws Exception {
        long[] first = new long[IDS.length];
        int width = checkpoint.config().hiddenSize();
        TagTable none = new TagTable(checkpoint.config().vocabularySize(), width);
        byte[] archive = TorchScriptArchive.pack(
                checkpoint.config(), EngineOptions.DEFAULT.device(), EngineOptions.DEFAULT.dtype());
        try (LlamaProgram withFiles =
                        LlamaProgram.load(checkpoint, EngineOptions.DEFAULT.device(), EngineOptions.DEFAULT.dtype());
                Model model = Model.newInstance("llama", "PyTorch")) {
            model.load(new ByteArrayInputStream(archive), Map.of());
            PtSymbolBlock program = (PtSymbolBlock) model.getBlock();
            putWeights(program, model.getNDManager());
            try (ProgramCall call = ProgramCall.of(program, "forward", model.getNDManager())) {
                float[] hidden = call.tensor("ids", IDS, 1, IDS.length)
                        .tensor("tags", new float[width], 1, width)
                        .tensor("deep", new float[0], 0, 0, width)
                        .tensor("low", new float[0], 0, 0, 0, width)
                        .tensor("uses", new float[0], 0, 0)
                        .tensor("first", first, 1, IDS.length)
                        .floats();
                assertThat(hidden).containsExactly(withFiles.forward(IDS, first, 1, none));
            }
        }
    }

    private void putWeights(PtSymbolBlock program, NDManager root) {
        List<TensorSlice> tensors = List.copyOf(checkpoint.tensors().values());
        for (int i = 0; i < tensors.size(); i++) {
            long[] shape =
                    tensors.get(i).shape().stream().mapToLong(Long::longValue).toArray();
            try (ProgramCall call = ProgramCall.learning(program, "put", root)) {
                call.list("which", i)
                        .tensor("weight", tensors.get(i).read(), shape)
                        .run();
            }
        }
    }
}
