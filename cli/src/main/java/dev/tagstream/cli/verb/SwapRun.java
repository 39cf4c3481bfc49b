package dev.tagstream.cli.verb;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagstream.cli.bench.Figures;
import java.util.List;

/**
 * What swapping tags came to.
 *
 * @param requests sent in all
 * @param rejected requests without a prediction
 * @param batches of all processors
 * @param mixedBatches those that used more than one version
 * @param versionsUsed versions used by the processor that used fewest
 * @param underLoad seconds from publishing each version until the last processor used it
 * @param idle the same while nothing but single requests came
 * @param idleKnown seconds from publishing each version until the last processor had it for its next batch
 */
record SwapRun(
        long requests,
        long rejected,
        long batches,
        long mixedBatches,
        int versionsUsed,
        SwapTally tally,
        List<Double> underLoad,
        List<Double> idle,
        List<Double> idleKnown) {

    ObjectNode json(StreamBenchOptions options, int processors) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("bench", "swap");
        line.put("engine", options.engine.toString());
        line.put("checkpoint", String.valueOf(options.model.folder().getFileName()));
        line.put("processors", processors);
        line.put("swaps", underLoad.size());
        line.put("idleSwaps", idle.size());
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
        put(line, "firstUseUnderLoad", underLoad);
        put(line, "firstUseIdle", idle);
        put(line, "knownIdle", idleKnown);
        return line;
    }

    private static void put(ObjectNode line, String name, List<Double> seconds) {
        List<Double> sorted = seconds.stream().sorted().toList();
        Figures.put(line, name + "MedianSeconds", sorted.isEmpty() ? Double.NaN : sorted.get(sorted.size() / 2));
        Figures.put(line, name + "MaxSeconds", sorted.isEmpty() ? Double.NaN : sorted.get(sorted.size() - 1));
    }
}
