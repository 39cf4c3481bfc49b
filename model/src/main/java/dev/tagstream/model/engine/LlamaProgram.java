package dev.tagstream.model.engine;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import dev.tagstream.model.checkpoint.Checkpoint;
import dev.tagstream.model.checkpoint.LlamaConfig;
import dev.tagstream.model.program.EngineException;
import dev.tagstream.model.program.ProgramCall;
import dev.tagstream.model.program.TorchScriptArchive;
import dev.tagstream.model.prompt.TagTable;
import dev.tagstream.tags.LowRank;
import dev.tagstream.tags.file.TensorSlice;
import dev.tagstream.tags.file.TensorType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The TorchScript program of one checkpoint, loaded into libtorch: the only owner of native memory. Every call opens a scope,
 * closes it, and returns plain Java arrays; weights and spans live inside the program.
 *
 * <p>Takes one call at a time. {@link #close} waits for the call in hand; one that comes later is refused, for it would use memory that
 * is not there any more.
 */
final class LlamaProgram implements AutoCloseable {
    static final String ENGINE = "PyTorch";
    private static final float[] NONE = {};

    private final Model model;
    private final PtSymbolBlock block;
    private final NDManager root;
    private final int layers;
    private final int width;
    private final ReentrantLock inUse = new ReentrantLock();
    private boolean closed; // guarded by inUse

    private LlamaProgram(Model model, LlamaConfig config) {
        this.model = model;
        this.layers = config.layers();
        this.width = config.hiddenSize();
        this.block = (PtSymbolBlock) model.getBlock();
        this.root = model.getNDManager();
    }

    /** Loads program and weights; the checkpoint's files must stay in place while the program is open. */
    static LlamaProgram load(Checkpoint checkpoint, String device, TensorType dtype) {
        System.setProperty("ai.djl.offline", "true");
        Device djlDevice = Device.fromName(device.replace("cuda:", "gpu"));
        Model model = Model.newInstance("llama", djlDevice, ENGINE);
        try {
            model.load(new ByteArrayInputStream(TorchScriptArchive.pack(checkpoint, device, dtype)), Map.of());
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

    private void loadWeights(List<TensorSlice> tensors) {
        for (int i = 0; i < tensors.size(); i++) {
            TensorSlice tensor = tensors.get(i);
            boolean mapped = tensor.begin() % tensor.type().bytes() == 0;
            try (ProgramCall call = learning(mapped ? "load" : "put").list("which", i)) {
                if (!mapped) {
                    long[] shape =
                            tensor.shape().stream().mapToLong(Long::longValue).toArray();
                    call.tensor("weight", tensor.read(), shape);
                }
                call.run();
            }
        }
    }

    /** Hidden states of whole prompts (B, T, d). */
    float[] forward(PromptBatch prompts) {
        return forward(prompts.ids(), prompts.first(), prompts.size(), prompts.tags());
    }

    /** The same of any rows (B, T), of which {@code first} is the first row each may see. */
    float[] forward(long[] ids, long[] first, int batch, TagTable tags) {
        int length = ids.length / batch;
        try (ProgramCall call = call("forward")) {
            return withTags(call, tags)
                    .tensor("ids", ids, batch, length)
                    .tensor("first", first, batch, length)
                    .floats();
        }
    }

    /** Encodes spans (B, T), of which {@code lengths} rows count, and keeps them under {@code handles}. */
    void encode(long[] ids, long[] lengths, long[] handles, TagTable tags) {
        try (ProgramCall call = call("encode")) {
            withRows(call, tags)
                    .tensor("ids", ids, handles.length, ids.length / handles.length)
                    .list("lengths", lengths)
                    .list("handles", handles)
                    .run();
        }
    }

    /** Forgets spans. */
    void drop(long[] handles) {
        if (handles.length == 0) {
            return;
        }
        try (ProgramCall call = call("drop")) {
            call.list("handles", handles).run();
        }
    }

    /** Hidden states of the rows that are read (B, R, d); see {@code link} in llama.py. */
    float[] link(LinkCall link) {
        try (ProgramCall call = call("link")) {
            return withLink(call, link).floats();
        }
    }

    /** Keeps a prefix's text rows once more, for a prefix that is longer by {@code rows} of a span and no text. */
    void passOver(long prefix, long rows, long keep) {
        try (ProgramCall call = call("pass_over")) {
            call.list("prefix", prefix).list("rows", rows).list("keep", keep).run();
        }
    }

    /** Loss and gradients of one training step on whole prompts; see {@code step} in llama.py. */
    StepResult step(PromptBatch prompts, TrainingStep step, Targets targets) {
        try (ProgramCall call = learning("step")) {
            withTags(call, prompts.tags())
                    .tensor("ids", prompts.ids(), prompts.size(), prompts.length())
                    .tensor("first", prompts.first(), prompts.size(), prompts.length())
                    .tensor("last", prompts.last(), prompts.size());
            return result(withTargets(call, step, targets));
        }
    }

    /** A call's share of a training step through cached spans; see {@code learn} in llama.py. */
    StepResult learn(LinkCall link, TrainingStep step, Targets targets) {
        try (ProgramCall call = learning("learn")) {
            return result(withTargets(withLink(call, link), step, targets));
        }
    }

    private static StepResult result(ProgramCall call) {
        List<float[]> results = call.allFloats();
        return new StepResult(results.get(0), results.get(1), results.get(2), results.get(3), results.get(4));
    }

    /** Mean loss in nats and gradient (R, d) of text behind a domain tag; see {@code next_tokens} in llama.py. */
    StepResult nextTokens(long[] ids, long[] targets, int texts, TagTable tags) {
        try (ProgramCall call = learning("next_tokens")) {
            List<float[]> results = withRows(call, tags)
                    .tensor("ids", ids, texts, ids.length / texts)
                    .tensor("targets", targets, texts, targets.length / texts)
                    .allFloats();
            return new StepResult(results.get(0), results.get(1), NONE, NONE, NONE);
        }
    }

    /** See {@code beginning} in llama.py (d). */
    float[] beginning() {
        try (ProgramCall call = call("beginning")) {
            return call.floats();
        }
    }

    /** What {@code next_token} in llama.py returns for one text: hidden states, logits, mean loss, gradient. */
    List<float[]> nextToken(long[] ids) {
        try (ProgramCall call = learning("next_token")) {
            return call.tensor("ids", ids, 1, ids.length)
                    .tensor("tags", new float[width], 1, width)
                    .allFloats();
        }
    }

    /** The arguments that {@code link} and {@code learn} have in common. */
    private ProgramCall withLink(ProgramCall call, LinkCall link) {
        LinkRows rows = link.rows();
        return withTags(call, rows.tags())
                .tensor("ids", rows.ids(), 1, rows.size())
                .tensor("seen", rows.seen(), rows.size(), rows.size())
                .tensor("offsets", rows.offsets(), 1, rows.size())
                .tensor("read", rows.read(), 1, rows.read().length)
                .list("ends", link.ends())
                .list("prefixes", link.prefixes())
                .list("spans", link.spans())
                .list("starts", link.starts())
                .list("own", link.own())
                .list("lengths", link.lengths())
                .list("keep", link.keep())
                .list("layers_at_once", link.layersAtOnce());
    }

    /** What is learned at the rows of {@code tags}, and what they add at every layer. */
    private ProgramCall withTags(ProgramCall call, TagTable tags) {
        boolean deep = tags.isDeep();
        return withRows(call, tags)
                .tensor(
                        "deep",
                        deep ? tags.deepToArray(layers) : NONE,
                        deep ? layers : 0,
                        deep ? tags.rows() : 0,
                        width)
                .tensor("low", tags.lowRankToArray(layers), layers, LowRank.MATRICES, tags.ranks(), width)
                .tensor("uses", tags.usesToArray(), tags.rows(), tags.ranks());
    }

    private ProgramCall withRows(ProgramCall call, TagTable tags) {
        return call.tensor("tags", tags.toArray(), Math.max(tags.rows(), 1), width);
    }

    private static ProgramCall withTargets(ProgramCall call, TrainingStep step, Targets targets) {
        float[] heads = step.heads();
        int readOuts = step.members() * step.readOuts();
        int prompts = targets.values().length;
        return call.tensor("head", heads, step.members(), step.readOuts(), heads.length / readOuts)
                .tensor("labels", targets.values(), prompts)
                .tensor("under", targets.under(), prompts)
                .tensor("over", targets.over(), prompts)
                .tensor("scale", new float[] {step.scale()}, 1);
    }

    private ProgramCall call(String method) {
        return alone(() -> ProgramCall.of(block, method, root));
    }

    private ProgramCall learning(String method) {
        return alone(() -> ProgramCall.learning(block, method, root));
    }

    private ProgramCall alone(Supplier<ProgramCall> call) {
        inUse.lock();
        try {
            if (closed) {
                throw new EngineException("the engine is closed");
            }
            return call.get().andThen(inUse::unlock);
        } catch (RuntimeException e) {
            inUse.unlock();
            throw e;
        }
    }

    /** Spans the program holds; for tests that count them. */
    long spansHeld() {
        try (ProgramCall call = call("drop")) {
            return call.list("handles").integer();
        }
    }

    /** Arrays alive outside the program; for tests that count them. */
    NDManager root() {
        return root;
    }

    @Override
    public void close() {
        inUse.lock();
        try {
            closed = true;
            model.close();
        } finally {
            inUse.unlock();
        }
    }
}
