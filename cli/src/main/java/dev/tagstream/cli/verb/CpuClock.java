package dev.tagstream.cli.verb;

import com.sun.management.OperatingSystemMXBean;
import dev.tagstream.cli.local.LocalStack;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/** Measures from its making on: time, processor time of this JVM and of the broker beside it, and time spent scoring. */
final class CpuClock {
    /**
     * What has passed, in seconds.
     *
     * @param seconds on the wall
     * @param cpuSeconds processor time of all threads of this JVM, compiler and collector included
     * @param brokerCpuSeconds processor time of the broker
     * @param engineSeconds that the engine was scoring; more than {@code seconds} where several do
     */
    record Reading(double seconds, double cpuSeconds, double brokerCpuSeconds, double engineSeconds) {}

    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final LocalStack stack;
    private final TimedScorer scorer;
    private final long startNanos = System.nanoTime();
    private final long startCpuNanos = SYSTEM.getProcessCpuTime();
    private final Duration startBroker;
    private final double startScoring;

    CpuClock(LocalStack stack, TimedScorer scorer) {
        this.stack = stack;
        this.scorer = scorer;
        this.startBroker = brokerTime(stack);
        this.startScoring = scorer.seconds();
    }

    Reading read() {
        return new Reading(
                (System.nanoTime() - startNanos) / 1e9,
                (SYSTEM.getProcessCpuTime() - startCpuNanos) / 1e9,
                brokerTime(stack).minus(startBroker).toNanos() / 1e9,
                scorer.seconds() - startScoring);
    }

    private static Duration brokerTime(LocalStack stack) {
        return stack.brokerCpuTime().orElse(Duration.ZERO);
    }
}
