package dev.tagstream.cli.verb;

import com.sun.management.OperatingSystemMXBean;
import dev.tagstream.cli.local.LocalStack;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/** Measures time, and processor time of this JVM and of the broker beside it, from its start. */
final class CpuClock {
    /** What passed since the start: on the wall, in all threads of this JVM (compiler and collector included), in the broker. */
    record Reading(double seconds, double cpuSeconds, double brokerCpuSeconds) {}

    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final LocalStack stack;
    private final long startNanos = System.nanoTime();
    private final long startCpuNanos = SYSTEM.getProcessCpuTime();
    private final Duration startBroker;

    private CpuClock(LocalStack stack) {
        this.stack = stack;
        this.startBroker = brokerTime(stack);
    }

    static CpuClock start(LocalStack stack) {
        return new CpuClock(stack);
    }

    Reading read() {
        return new Reading(
                (System.nanoTime() - startNanos) / 1e9,
                (SYSTEM.getProcessCpuTime() - startCpuNanos) / 1e9,
                brokerTime(stack).minus(startBroker).toNanos() / 1e9);
    }

    private static Duration brokerTime(LocalStack stack) {
        return stack.brokerCpuTime().orElse(Duration.ZERO);
    }
}
