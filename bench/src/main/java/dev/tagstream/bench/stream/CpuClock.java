package dev.tagstream.bench.stream;

import com.sun.management.OperatingSystemMXBean;
import dev.tagstream.local.LocalStack;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;

/** Measures from its making on: time, processor time of this JVM and of the broker beside it, and time spent scoring. */
final class CpuClock {
    /**
     * What has passed, in seconds.
     *
     * @param seconds on the wall
     * @param cpuSeconds processor time of all threads of this JVM, compiler and collector included
     * @param brokerCpuSeconds processor time of the broker
     * @param engineSeconds that engines were scoring, added up; more than {@code seconds} where several do
     */
    record Reading(double seconds, double cpuSeconds, double brokerCpuSeconds, double engineSeconds) {}

    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final LocalStack stack;
    private final List<TimedScorer> scorers;
    private final long startNanos = System.nanoTime();
    private final long startCpuNanos = SYSTEM.getProcessCpuTime();
    private final Duration startBroker;
    private final double startScoring;

    CpuClock(LocalStack stack, List<TimedScorer> scorers) {
        this.stack = stack;
        this.scorers = List.copyOf(scorers);
        this.startBroker = brokerTime(stack);
        this.startScoring = scoring();
    }

    Reading read() {
        return new Reading(
                (System.nanoTime() - startNanos) / 1e9,
                (SYSTEM.getProcessCpuTime() - startCpuNanos) / 1e9,
                brokerTime(stack).minus(startBroker).toNanos() / 1e9,
                scoring() - startScoring);
    }

    private double scoring() {
        return scorers.stream().mapToDouble(TimedScorer::seconds).sum();
    }

    private static Duration brokerTime(LocalStack stack) {
        return stack.brokerCpuTime().orElse(Duration.ZERO);
    }
}
