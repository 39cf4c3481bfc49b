package dev.tagstream.bench.swap;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagstream.bench.stream.StreamBenchOptions;
import dev.tagstream.cli.bench.Figures;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * What swapping tags came to.
 *
 * @param requests sent in all
 * @param rejected requests without a prediction
 * @param batches of all processors
 * @param mixedBatches those that used more than one version
 * @param versionsUsed versions used by the processor that used fewest
 * @param underLoad while requests piled up
 * @param loaded batches until then
 * @param idle while nothing but single requests came
 */
record SwapRun(
        long requests,
        long rejected,
        long batches,
        long mixedBatches,
        int versionsUsed,
        SwapTally tally,
        Times underLoad,
        List<SwapWitness.Batch> loaded,
        Times idle) {

    /**
     * Seconds from publishing each version.
     *
     * @param known until the last processor had it for its next batch
     * @param used until the last processor had scored a batch with it
     */
    record Times(List<Double> known, List<Double> used) {}

    ObjectNode json(StreamBenchOptions options, int processors) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("bench", "swap");
        line.put("engine", options.engine.toString());
        line.put("checkpoint", String.valueOf(options.scored.model.folder().getFileName()));
        line.put("processors", processors);
        line.put("swaps", underLoad.used().size());
        line.put("idleSwaps", idle.used().size());
        line.put("requests", requests);
        line.put("predicted", tally.answered());
        line.put("rejected", rejected);
        line.put("lost", requests - rejected - tally.answered());
        line.put("doubled", tally.doubled());
        line.put("misnamed", tally.misnamed());
        line.put("backward", tally.backward());
        line.put("batches", batches);
        line.put("mixedBatches", mixedBatches);
        line.put("versionsUsed", versionsUsed);
        putFigures(line, "batchTasks", "", loaded.stream().mapToDouble(SwapWitness.Batch::tasks));
        putFigures(line, "batch", "Seconds", loaded.stream().mapToDouble(SwapWitness.Batch::seconds));
        putTimes(line, "UnderLoad", underLoad);
        putTimes(line, "Idle", idle);
        return line;
    }

    private static void putTimes(ObjectNode line, String when, Times times) {
        putFigures(line, "known" + when, "Seconds", times.known().stream().mapToDouble(Double::doubleValue));
        putFigures(line, "firstUse" + when, "Seconds", times.used().stream().mapToDouble(Double::doubleValue));
    }

    private static void putFigures(ObjectNode line, String name, String unit, DoubleStream figures) {
        double[] sorted = figures.sorted().toArray();
        Figures.put(line, name + "Median" + unit, sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2]);
        Figures.put(line, name + "Max" + unit, sorted.length == 0 ? Double.NaN : sorted[sorted.length - 1]);
    }
}
