package dev.tagstream.bench.stream;

import java.util.OptionalDouble;

/**
 * What one run through Kafka came to.
 *
 * @param predicted predictions, all committed
 * @param rejected requests without one
 * @param records predictions committed after the first look that saw any, and so within {@code used}
 * @param used from that look until the last commit
 * @param barePairsPerSecond of the engine without Kafka, the mean of a run before and a run after; empty for the instant engine
 */
record PipelineRun(
        long predicted, long rejected, long records, CpuClock.Reading used, OptionalDouble barePairsPerSecond) {
    PipelineRun besides(double barePairsPerSecond) {
        return new PipelineRun(predicted, rejected, records, used, OptionalDouble.of(barePairsPerSecond));
    }

    double recordsPerSecond() {
        return records / used.seconds();
    }

    double recordsPerCpuSecond() {
        return records / used.cpuSeconds();
    }

    /** Of the bare engine's speed. */
    OptionalDouble share() {
        return barePairsPerSecond.stream()
                .map(bare -> recordsPerSecond() / bare)
                .findFirst();
    }
}
