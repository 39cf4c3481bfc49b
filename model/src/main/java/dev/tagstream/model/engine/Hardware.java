package dev.tagstream.model.engine;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import com.sun.management.OperatingSystemMXBean;
import dev.tagstream.tags.file.TensorType;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What a device offers, and what an engine makes of it where nobody says otherwise. */
public final class Hardware {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    private static final String FLAGS = "flags";
    /** Without it bfloat16 products run no faster than float32 ones, and on many processors much slower. */
    private static final String FAST_BFLOAT16 = "amx_bf16";
    /** Proteins and molecules may then take a quarter of the memory together, and leave room for weights and heap. */
    private static final int CACHE_SHARE = 8;

    private static final long LEAST_SCRATCH_BYTES = 512L << 20;
    /** With half a gigabyte a call of a 7-billion model would encode 455 rows, too few to keep a GPU busy. */
    private static final int GPU_SCRATCH_SHARE = 16;

    private Hardware() {}

    /** bfloat16 where it pays: on GPUs, and on processors with AMX; float32 elsewhere. */
    public static TensorType preferredType(String device) {
        return device.equals("cpu") ? preferredTypeOf(cpuInfo()) : TensorType.BF16;
    }

    /** @param cpuInfo in the form of Linux's /proc/cpuinfo */
    static TensorType preferredTypeOf(String cpuInfo) {
        boolean fast = cpuInfo.lines()
                .filter(line -> line.startsWith(FLAGS))
                .anyMatch(line -> Arrays.asList(line.split("\\s+")).contains(FAST_BFLOAT16));
        return fast ? TensorType.BF16 : TensorType.F32;
    }

    /** Where there is no such file, as on other systems, nothing is known and nothing assumed. */
    private static String cpuInfo() {
        try {
            return Files.isReadable(CPU_INFO) ? Files.readString(CPU_INFO) : "";
        } catch (IOException e) {
            return "";
        }
    }

    /** An eighth of the device's memory for each domain's spans. */
    public static long preferredCacheBytes(String device) {
        return memoryBytes(device) / CACHE_SHARE;
    }

    /** Scratch memory of one call: half a gibibyte, and a sixteenth of a GPU's memory where that is more. */
    static long scratchBytes(String device) {
        return device.equals("cpu")
                ? LEAST_SCRATCH_BYTES
                : Math.max(LEAST_SCRATCH_BYTES, memoryBytes(device) / GPU_SCRATCH_SHARE);
    }

    /** Memory of the device; of a container's share where the process runs in one. 0 for a GPU that is not there. */
    public static long memoryBytes(String device) {
        if (device.equals("cpu")) {
            return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
        }
        if (!CudaUtils.hasCuda()) {
            return 0; // opening the engine says so in better words
        }
        return CudaUtils.getGpuMemory(Device.fromName(device.replace("cuda:", "gpu")))
                .getMax();
    }
}
