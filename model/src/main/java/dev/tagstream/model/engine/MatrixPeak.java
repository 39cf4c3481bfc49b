package dev.tagstream.model.engine;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import dev.tagstream.model.program.EngineException;
import dev.tagstream.model.program.PickleWriter;
import dev.tagstream.model.program.ProgramCall;
import dev.tagstream.model.program.TorchScriptArchive;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;

/**
 * How many floating-point operations a second this libtorch reaches on one device where it does nothing but multiply large square
 * matrices: the roof under which an engine works, with the same library, type and threads.
 *
 * <p>A product of n x n matrices counts as 2 n^3 operations.
 */
public final class MatrixPeak implements AutoCloseable {
    private static final String PROGRAM = "matrix_peak.py";
    private static final int[] SIZES = {1024, 2048, 4096, 8192, 16384};

    /** One size that keeps the device busy, and is multiplied within milliseconds. */
    private static final int CPU_GLANCE = 1024;

    private static final int GPU_GLANCE = 8192;
    private static final int TRIALS = 3;
    private static final double TRIAL_SECONDS = 0.2;

    private final Model model;

    /**
     * The roof.
     *
     * @param flopsPerSecond floating-point operations a second
     * @param n size of the matrices it was reached with
     */
    public record Peak(double flopsPerSecond, int n) {}

    private MatrixPeak(Model model) {
        this.model = model;
    }

    /** Measures the device of {@code options} in its type, and leaves nothing there; takes some seconds. */
    public static Peak measure(EngineOptions options) {
        return measure(options, SIZES);
    }

    /** An impression in about a second, from matrices of one size; {@link #measure} finds up to a tenth more. */
    public static Peak glance(EngineOptions options) {
        return measure(options, options.device().startsWith("cuda") ? GPU_GLANCE : CPU_GLANCE);
    }

    /** The best of the sizes up to those that one product takes long at. */
    static Peak measure(EngineOptions options, int... sizes) {
        try (MatrixPeak peak = open(options)) {
            return peak.best(sizes);
        }
    }

    private static MatrixPeak open(EngineOptions options) {
        System.setProperty("ai.djl.offline", "true");
        Model model = Model.newInstance(
                "matrix_peak", Device.fromName(options.device().replace("cuda:", "gpu")), LlamaProgram.ENGINE);
        try {
            model.load(new ByteArrayInputStream(archive(options)), Map.of());
            return new MatrixPeak(model);
        } catch (IOException | MalformedModelException e) {
            model.close();
            throw new EngineException("the program that multiplies does not load: " + e.getMessage(), e);
        }
    }

    private static byte[] archive(EngineOptions options) {
        byte[] data = new PickleWriter()
                .object("__torch__", "MatrixPeak", pickle -> {
                    pickle.key("training").bool(false);
                    pickle.key("dtype").integer(options.dtype().torchCode());
                    pickle.key("device").text(options.device());
                    pickle.key("factors").emptyDictionary("Dict[str, Tensor]");
                })
                .toBytes();
        return TorchScriptArchive.zip(data, PROGRAM);
    }

    private Peak best(int... sizes) {
        Peak best = new Peak(0, 0);
        for (int n : sizes) {
            try (ProgramCall call = call("prepare")) {
                call.list("n", n).run();
            }
            secondsFor(1); // libtorch makes its kernels at their first use
            double one = secondsFor(1);
            int times = (int) Math.ceil(TRIAL_SECONDS / one);
            for (int trial = 0; trial < TRIALS; trial++) {
                double operations = 2.0 * n * n * n * times;
                double rate = operations / secondsFor(times);
                best = rate > best.flopsPerSecond() ? new Peak(rate, n) : best;
            }
            if (one > TRIAL_SECONDS) {
                break;
            }
        }
        return best;
    }

    private double secondsFor(int times) {
        long start = System.nanoTime();
        try (ProgramCall call = call("multiply")) {
            call.list("times", times).floats();
        }
        return Math.max(System.nanoTime() - start, 1) / 1e9;
    }

    private ProgramCall call(String method) {
        return ProgramCall.of((PtSymbolBlock) model.getBlock(), method, model.getNDManager());
    }

    /** Threads that libtorch spreads one operation over on a CPU; for when an engine was opened. */
    public static int threads() {
        return JniUtils.getNumThreads();
    }

    @Override
    public void close() {
        model.close();
    }
}
