package dev.tagstream.model.engine;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import dev.tagstream.model.checkpoint.Checkpoint;
import dev.tagstream.model.checkpoint.LlamaConfig;
import dev.tagstream.tags.LowRank;
import dev.tagstream.tags.file.TensorSlice;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The TorchScript program of one checkpoint, loaded into libtorch: the only owner of native memory. Every call opens a scope,
 * closes it, and returns plain Java arrays; weights and spans live inside the program.
 *
 * <p>Assumes one thread at a time.
 */
final class LlamaProgram implements AutoCloseable {
    static final String ENGINE = "PyTorch";
    private static final float[] NONE = {};

    private final Model model;
    private final PtSymbolBlock block;
    private final NDManager root;
    private final int layers;
    private final int width;

    private LlamaProgram(Model model, LlamaConfig config) {
        this.model = model;
        this.layers = config.layers();
        this.width = config.hiddenSize();
        this.block = (PtSymbolBlock) model.getBlock();
        this.root = model.getNDManager();
    }

    /** Loads program and weights; the checkpoint's files must stay in place while the program is open. */
    static LlamaProgram load(Checkpoint checkpoint, EngineOptions options) {
        System.setProperty("ai.djl.offline", "true");
        Device device = Device.fromName(options.device().replace("cuda:", "gpu"));
        Model model = Model.newInstance("llama", device, ENGINE);
        try {
            model.load(new ByteArrayInputStream(TorchScriptArchive.pack(checkpoint, options)), Map.of());
        } catch (IOException | MalformedModelException e) {
            model.close();
            throw new EngineException("the engine's program does not load: " + e.getMessage(), e);
        }
        LlamaProgram program = new LlamaProgram(model, checkpoint.config());
        try {
            program.loadWeights(List.copyOf(checkpoint.tensors().values()));
            return program;
        } catch (RuntimeException e) {
            program.close();
            throw e;
        }
    }

    /** Outside inference mode, so that gradients may flow through the weights. */
    private void loadWeights(List<TensorSlice> tensors) {
        for (int i = 0; i < tensors.size(); i++) {
            TensorSlice tensor = tensors.get(i);
            try (NDManager scope = root.newSubManager()) {
                NDArray which = scope.create((long) i);
                if (tensor.begin() % tensor.type().bytes() == 0) {
                    train("load", new NDList(which));
                } else {
                    long[] shape =
                            tensor.shape().stream().mapToLong(Long::longValue).toArray();
                    train("put", new NDList(which, scope.create(tensor.read(), new Shape(shape))));
                }
            }
        }
    }

    /** Hidden states of whole prompts (B, T, d); {@code first} (B, T) is the first row each row may see. */
    float[] forward(long[] ids, long[] first, int batch, TagTable tags) {
        try (ProgramCall call = call("forward")) {
            return call.matrix(ids, batch)
                    .tensors(learned(tags))
                    .matrix(first, batch)
                    .floats();
        }
    }

    /** Encodes spans (B, T), of which {@code lengths} rows count, and keeps them under {@code handles}. */
    void encode(long[] ids, long[] lengths, long[] handles, TagTable tags) {
        try (ProgramCall call = call("encode")) {
            call.matrix(ids, handles.length)
                    .matrix(tags.toArray(), Math.max(tags.rows(), 1))
                    .integers(lengths)
                    .integers(handles)
                    .integer();
        }
    }

    /** Forgets spans. */
    void drop(long[] handles) {
        if (handles.length == 0) {
            return;
        }
        try (ProgramCall call = call("drop")) {
            call.integers(handles).integer();
        }
    }

    /** Hidden states of the rows that are read (B, R, d); see {@code link} in llama.py. */
    float[] link(LinkCall link) {
        LinkRows rows = link.rows();
        try (ProgramCall call = call("link")) {
            return call.matrix(rows.ids(), 1)
                    .tensors(learned(rows.tags()))
                    .matrix(rows.seen(), rows.size())
                    .matrix(rows.offsets(), 1)
                    .matrix(rows.read(), 1)
                    .integers(link.ends())
                    .integers(link.stems())
                    .integers(link.stemSpans())
                    .integers(link.starts())
                    .integers(link.own())
                    .integers(link.lengths())
                    .integers(link.keep())
                    .integer(link.layersAtOnce())
                    .floats();
        }
    }

    /** Keeps a stem's text rows once more, for a stem that is longer by {@code rows} of a span and no text. */
    void passOver(long stem, long rows, long keep) {
        try (ProgramCall call = call("pass_over")) {
            call.integer(stem).integer(rows).integer(keep).integer();
        }
    }

    /** The arguments tags, deep, low and uses of llama.py. */
    private List<ProgramCall.Values> learned(TagTable tags) {
        Shape deep = tags.isDeep() ? new Shape(layers, tags.rows(), width) : new Shape(0, 0, width);
        return List.of(
                new ProgramCall.Values(tags.toArray(), new Shape(Math.max(tags.rows(), 1), width)),
                new ProgramCall.Values(tags.isDeep() ? tags.deepToArray(layers) : NONE, deep),
                new ProgramCall.Values(
                        tags.lowRankToArray(layers), new Shape(layers, LowRank.MATRICES, tags.ranks(), width)),
                new ProgramCall.Values(tags.usesToArray(), new Shape(tags.rows(), tags.ranks())));
    }

    /** Loss and gradients of one training step on whole prompts; see {@code step} in llama.py. */
    StepResult step(PromptBatch prompts, TagTable tags, TrainingStep step, Targets targets) {
        try (NDManager scope = root.newSubManager()) {
            NDList inputs = new NDList(scope.create(prompts.ids(), new Shape(prompts.size(), prompts.length())));
            addLearned(inputs, scope, tags, step, targets);
            inputs.add(scope.create(prompts.first(), new Shape(prompts.size(), prompts.length())));
            inputs.add(scope.create(prompts.last()));
            return result(train("step", inputs));
        }
    }

    /** A call's share of a training step through cached spans; see {@code learn} in llama.py. */
    StepResult learn(LinkCall link, TrainingStep step, Targets targets) {
        LinkRows rows = link.rows();
        try (NDManager scope = root.newSubManager()) {
            NDList inputs = new NDList(scope.create(rows.ids(), new Shape(1, rows.size())));
            addLearned(inputs, scope, rows.tags(), step, targets);
            inputs.add(scope.create(rows.seen(), new Shape(rows.size(), rows.size())));
            inputs.add(scope.create(rows.offsets(), new Shape(1, rows.size())));
            inputs.add(scope.create(rows.read(), new Shape(1, rows.read().length)));
            for (long[] list :
                    List.of(link.ends(), link.stems(), link.stemSpans(), link.starts(), link.own(), link.lengths())) {
                inputs.add(scope.create(list, new Shape(list.length)));
            }
            return result(train("learn", inputs));
        }
    }

    private void addLearned(NDList inputs, NDManager scope, TagTable tags, TrainingStep step, Targets targets) {
        float[] heads = step.heads();
        int readOuts = step.members() * step.readOuts();
        learned(tags).forEach(values -> inputs.add(scope.create(values.values(), values.shape())));
        inputs.add(scope.create(heads, new Shape(step.members(), step.readOuts(), heads.length / readOuts)));
        inputs.add(scope.create(targets.values()));
        inputs.add(scope.create(targets.under()));
        inputs.add(scope.create(targets.over()));
        inputs.add(scope.create(step.scale()));
    }

    private static StepResult result(NDList results) {
        return new StepResult(
                results.get(0).toFloatArray(),
                results.get(1).toFloatArray(),
                results.get(2).toFloatArray(),
                results.get(3).toFloatArray(),
                results.get(4).toFloatArray());
    }

    /** Mean loss in nats and gradient (R, d) of text behind a domain tag; see {@code next_tokens} in llama.py. */
    StepResult nextTokens(long[] ids, long[] targets, int texts, TagTable tags) {
        try (NDManager scope = root.newSubManager()) {
            NDList results = train(
                    "next_tokens",
                    new NDList(
                            scope.create(ids, new Shape(texts, ids.length / texts)),
                            scope.create(tags.toArray(), new Shape(Math.max(tags.rows(), 1), width)),
                            scope.create(targets, new Shape(texts, targets.length / texts))));
            return new StepResult(results.get(0).toFloatArray(), results.get(1).toFloatArray(), NONE, NONE, NONE);
        }
    }

    /** See {@code beginning} in llama.py (d). */
    float[] beginning() {
        try (ProgramCall call = call("beginning")) {
            return call.floats();
        }
    }

    /** What {@code next_token} in llama.py returns for one text: hidden states, logits, mean loss, gradient. */
    List<float[]> nextToken(long[] ids, int width) {
        try (NDManager scope = root.newSubManager()) {
            NDList results = train(
                    "next_token",
                    new NDList(
                            scope.create(ids, new Shape(1, ids.length)),
                            scope.create(new float[width], new Shape(1, width)),
                            scope.zeros(new Shape(1, ids.length), DataType.INT64)));
            List<float[]> arrays = new ArrayList<>();
            results.forEach(result -> arrays.add(result.toFloatArray()));
            return arrays;
        }
    }

    private ProgramCall call(String method) {
        JniUtils.setGraphExecutorOptimize(false); // shapes change from call to call; the setting is the thread's own
        return new ProgramCall(block, method, root);
    }

    private NDList train(String method, NDList inputs) {
        JniUtils.setGraphExecutorOptimize(false);
        JniUtils.setGradMode(true);
        try (NDArray name = root.create(0)) {
            name.setName("module_method:" + method);
            inputs.add(name); // its name tells DJL the method; its value is not passed on
            return block.forward(new ParameterStore(root, false), inputs, true);
        } catch (ai.djl.engine.EngineException e) {
            throw EngineFailures.of(method, e);
        }
    }

    /** Spans the program holds; for tests that count them. */
    long spansHeld() {
        try (ProgramCall call = call("drop")) {
            return call.integers(new long[0]).integer();
        }
    }

    /** Arrays alive outside the program; for tests that count them. */
    NDManager root() {
        return root;
    }

    @Override
    public void close() {
        model.close();
    }
}
