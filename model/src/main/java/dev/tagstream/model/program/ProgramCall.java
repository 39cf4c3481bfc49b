package dev.tagstream.model.program;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import java.util.List;

/**
 * One call of a program's method, which is given tensors by name and returns tensors; closing it releases arguments, results and scratch.
 */
public final class ProgramCall implements AutoCloseable {
    private final PtSymbolBlock block;
    private final String method;
    private final boolean learning;
    private final NDManager scope;
    private final NDManager cpu;
    private final NDList arguments = new NDList();
    private Runnable end = () -> {};

    private ProgramCall(PtSymbolBlock block, String method, boolean learning, NDManager root) {
        this.block = block;
        this.method = method;
        this.learning = learning;
        this.scope = root.newSubManager();
        this.cpu = scope.newSubManager(Device.cpu());
        NDArray name = scope.create(0);
        name.setName("module_method:" + method); // its name tells DJL the method; its value is not passed on
        arguments.add(name);
    }

    /** Of a method that computes no gradients, and whose tensors can't take part in any. */
    public static ProgramCall of(PtSymbolBlock block, String method, NDManager root) {
        return new ProgramCall(block, method, false, root);
    }

    /** Of a method that computes gradients, or makes what they flow through. */
    public static ProgramCall learning(PtSymbolBlock block, String method, NDManager root) {
        return new ProgramCall(block, method, true, root);
    }

    /** Once the call is closed. */
    public ProgramCall andThen(Runnable action) {
        end = action;
        return this;
    }

    public ProgramCall tensor(String name, float[] values, long... shape) {
        return add(name, scope.create(values, new Shape(shape)));
    }

    public ProgramCall tensor(String name, long[] values, long... shape) {
        return add(name, scope.create(values, new Shape(shape)));
    }

    /** Integers that the program makes decisions by, and so wants in the CPU's memory. */
    public ProgramCall list(String name, long... values) {
        return add(name, cpu.create(values, new Shape(values.length)));
    }

    private ProgramCall add(String name, NDArray tensor) {
        tensor.setName("call." + name); // DJL makes a dictionary of those with a common word before the dot
        arguments.add(tensor);
        return this;
    }

    /** Runs a method for what it does. */
    public void run() {
        results();
    }

    /** Runs a method that returns one integer. */
    public long integer() {
        return results().get(0).toLongArray()[0];
    }

    /** Runs a method that returns one tensor of float32; its elements in order. */
    public float[] floats() {
        return results().get(0).toFloatArray();
    }

    /** Runs a method that returns several. */
    public List<float[]> allFloats() {
        return results().stream().map(NDArray::toFloatArray).toList();
    }

    private NDList results() {
        JniUtils.setGraphExecutorOptimize(false); // shapes change from call to call; the setting is the thread's own
        if (learning) {
            JniUtils.setGradMode(true);
        }
        try {
            return block.forward(new ParameterStore(scope, false), arguments, learning);
        } catch (EngineException e) {
            throw EngineFailures.of(method, e);
        }
    }

    @Override
    public void close() {
        try {
            scope.close();
        } finally {
            end.run();
        }
    }
}
