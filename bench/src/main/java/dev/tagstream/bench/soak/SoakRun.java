package dev.tagstream.bench.soak;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagstream.cli.bench.Figures;
import dev.tagstream.cli.options.ModelOptions;
import dev.tagstream.schemas.RequestLane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * What a soak came to.
 *
 * @param seconds it took until the last outcome
 * @param singleLane by which single molecules went
 * @param wanted requests that waited for their outcome all the time
 * @param counts of requests and outcomes
 * @param samples all, in the order of time
 * @param missedLooks that the processor did not answer in time
 * @param mostPending the most requests that were read and not answered, at any look
 * @param pendingBound the most there may be
 */
record SoakRun(
        double seconds,
        RequestLane singleLane,
        long wanted,
        SoakCounts counts,
        List<SoakSample> samples,
        long missedLooks,
        long mostPending,
        long pendingBound) {
    /** A shorter run says nothing of trends: caches, compiled code and memory pools are still growing into their size. */
    static final Duration SHORTEST_JUDGED = Duration.ofMinutes(20);

    private static final int WARM_UP_PART = 6;
    private static final double MICROS_A_SECOND = 1e6;

    SoakRun {
        samples = List.copyOf(samples);
    }

    /** What was not as it has to be, each in a sentence; empty if all was. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (counts.waiting() > 0 || counts.doubled() > 0) {
            faults.add("%,d requests have no outcome and %,d outcomes came once more."
                    .formatted(counts.waiting(), counts.doubled()));
        }
        if (mostPending > pendingBound) {
            faults.add("%,d requests were pending, and %,d may be.".formatted(mostPending, pendingBound));
        }
        if (isJudged() && samples.isEmpty()) {
            faults.add("The processor answered none of %,d looks.".formatted(missedLooks));
        } else if (isJudged()) {
            for (SoakFigure figure : SoakFigure.values()) {
                Trend trend = figure.trend(settled());
                if (!figure.isFlat(trend)) {
                    faults.add("%s grew from %,.0f to %,.0f.".formatted(figure.label(), trend.first(), trend.last()));
                }
            }
        }
        return faults;
    }

    private boolean isJudged() {
        return seconds >= SHORTEST_JUDGED.toSeconds();
    }

    /** Samples after the warm-up, a sixth of the run. */
    private List<SoakSample> settled() {
        List<SoakSample> settled = samples.stream()
                .filter(sample -> sample.seconds() >= seconds / WARM_UP_PART)
                .toList();
        return settled.isEmpty() ? samples : settled;
    }

    ObjectNode json(ModelOptions model) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("bench", "soak");
        line.put("checkpoint", String.valueOf(model.folder().getFileName()));
        Figures.put(line, "seconds", seconds);
        line.put("requests", counts.sent());
        line.put("predicted", counts.predicted());
        line.put("rejected", counts.rejected());
        line.put("lost", counts.waiting());
        line.put("doubled", counts.doubled());
        Figures.put(line, "requestsPerSecond", counts.answered() / seconds);
        line.put("waiting", wanted);
        line.put("mostPending", mostPending);
        line.put("pendingBound", pendingBound);
        putLatency(line.putObject("latencySeconds"), counts.latency());
        line.put("singleLane", singleLane.toString());
        putLatency(line.putObject("singleLatencySeconds"), counts.singleLatency());
        line.put("samples", samples.size());
        line.put("missedLooks", missedLooks);
        line.put("judged", isJudged());
        if (!samples.isEmpty()) {
            for (SoakFigure figure : SoakFigure.values()) {
                putTrend(line.putObject(figure.label()), figure);
            }
        }
        line.put("passed", faults().isEmpty());
        return line;
    }

    private void putTrend(ObjectNode node, SoakFigure figure) {
        Trend trend = figure.trend(settled());
        Figures.put(node, "first", trend.first());
        Figures.put(node, "last", trend.last());
        Figures.put(node, "perHour", trend.perHour());
        Figures.put(node, "mayGrow", figure.allowed(trend));
        node.put("flat", figure.isFlat(trend));
    }

    private static void putLatency(ObjectNode node, Histogram latency) {
        node.put("count", latency.getTotalCount());
        Figures.put(node, "p50", latency.getValueAtPercentile(50) / MICROS_A_SECOND);
        Figures.put(node, "p90", latency.getValueAtPercentile(90) / MICROS_A_SECOND);
        Figures.put(node, "p99", latency.getValueAtPercentile(99) / MICROS_A_SECOND);
        Figures.put(node, "p99.9", latency.getValueAtPercentile(99.9) / MICROS_A_SECOND);
        Figures.put(node, "max", latency.getMaxValue() / MICROS_A_SECOND);
    }
}
