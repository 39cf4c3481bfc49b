package dev.tagstream.model.engine;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import java.util.ArrayList;
import java.util.List;

/** One call of a program's method in inference mode; closing it releases arguments, results and scratch. */
final class ProgramCall implements AutoCloseable {
    private final PtSymbolBlock block;
    private final String method;
    private final NDManager scope;
    private final List<IValue> arguments = new ArrayList<>();

    ProgramCall(PtSymbolBlock block, String method, NDManager root) {
        this.block = block;
        this.method = method;
        this.scope = root.newSubManager();
    }

    /** A matrix (rows, columns) of int64. */
    ProgramCall matrix(long[] values, int rows) {
        return tensor(scope.create(values, new Shape(rows, values.length / rows)));
    }

    /** A matrix (rows, columns) of float32. */
    ProgramCall matrix(float[] values, int rows) {
        return tensor(scope.create(values, new Shape(rows, values.length / rows)));
    }

    /** A tensor of float32. */
    @SuppressWarnings("ArrayRecordComponent") // copied at once, never compared
    record Values(float[] values, Shape shape) {}

    ProgramCall tensors(List<Values> tensors) {
        tensors.forEach(tensor -> tensor(scope.create(tensor.values(), tensor.shape())));
        return this;
    }

    ProgramCall integer(long value) {
        arguments.add(IValue.from(value));
        return this;
    }

    ProgramCall text(String value) {
        arguments.add(IValue.from(value));
        return this;
    }

    ProgramCall integers(long[] values) {
        arguments.add(IValue.listFrom(values));
        return this;
    }

    /** Runs the method, which returns a float32 tensor; its elements in order. */
    float[] floats() {
        try (IValue result = run()) {
            NDArray array = result.toTensor((PtNDManager) scope);
            return array.toFloatArray();
        }
    }

    /** Runs the method, which returns an integer. */
    long integer() {
        try (IValue result = run()) {
            return result.toLong();
        }
    }

    private ProgramCall tensor(NDArray array) {
        arguments.add(IValue.from((PtNDArray) array));
        return this;
    }

    private IValue run() {
        try {
            return IValueUtils.runMethod(block, method, arguments.toArray(IValue[]::new));
        } catch (EngineException e) {
            throw EngineFailures.of(method, e);
        }
    }

    @Override
    public void close() {
        arguments.forEach(IValue::close);
        scope.close();
    }
}
