package dev.tagstream.cli.doctor;

import java.util.Locale;

/** Looks at the Java that runs this. */
public final class JavaCheck {
    private static final String CHECK = "java";
    private static final int OLDEST = 17;
    private static final double GIBI = 1L << 30;
    /** Weights, spans and buffers lie outside the heap. */
    private static final double LARGEST_SHARE = 0.8;

    private JavaCheck() {}

    /** @param memoryBytes of the machine, or of the container's share */
    public static Finding look(long memoryBytes) {
        return look(
                Runtime.version().feature(),
                System.getProperty("java.vendor", "unknown vendor"),
                Runtime.getRuntime().maxMemory(),
                memoryBytes);
    }

    static Finding look(int feature, String vendor, long heapBytes, long memoryBytes) {
        String found = String.format(
                Locale.ROOT,
                "%d of %s; heap up to %.1f of %.1f GiB",
                feature,
                vendor,
                heapBytes / GIBI,
                memoryBytes / GIBI);
        if (feature < OLDEST) {
            return Finding.wrong(CHECK, found, "Set JAVA_HOME to a Java of version %d or later.".formatted(OLDEST));
        }
        if (memoryBytes > 0 && heapBytes > LARGEST_SHARE * memoryBytes) {
            return Finding.warning(
                    CHECK,
                    found + ", which leaves little for weights and spans on a CPU",
                    "Lower -Xmx in TAGSTREAM_OPTS.");
        }
        return Finding.ok(CHECK, found);
    }
}
