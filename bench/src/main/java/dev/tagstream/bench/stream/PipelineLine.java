package dev.tagstream.bench.stream;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagstream.cli.bench.Figures;
import java.nio.file.Path;
import java.util.Locale;

/**
 * One run as a line of JSON.
 *
 * @param model folder of the checkpoint
 * @param number of the run, counted from 1
 */
record PipelineLine(PipelineLoad load, StreamBenchOptions.Engine engine, Path model, int number, PipelineRun run) {
    ObjectNode json() {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("bench", "pipeline");
        line.put("workload", load.kind().toString());
        line.put("engine", engine.toString());
        line.put("run", number);
        line.put("checkpoint", String.valueOf(model.getFileName()));
        line.put("compounds", load.texts().compounds().size());
        line.put("targets", load.texts().targets().size());
        line.put("passes", load.passes());
        line.put("requests", load.requests());
        line.put("predicted", run.predicted());
        line.put("rejected", run.rejected());
        line.put("records", run.records());
        Figures.put(line, "seconds", run.used().seconds());
        Figures.put(line, "recordsPerSecond", run.recordsPerSecond());
        Figures.put(line, "cpuSeconds", run.used().cpuSeconds());
        Figures.put(line, "recordsPerCpuSecond", run.recordsPerCpuSecond());
        Figures.put(line, "brokerCpuSeconds", run.used().brokerCpuSeconds());
        Figures.put(line, "engineSeconds", run.used().engineSeconds());
        run.barePairsPerSecond().ifPresent(bare -> Figures.put(line, "barePairsPerSecond", bare));
        run.share().ifPresent(share -> Figures.put(line, "share", share));
        return line;
    }

    /** The same for a person who watches, in a sentence. */
    String sentence() {
        return String.format(
                Locale.ROOT,
                "%s, run %d: %,.0f records a second, %,.0f per second of processor time%s",
                load.kind(),
                number,
                run.recordsPerSecond(),
                run.recordsPerCpuSecond(),
                run.share().isPresent()
                        ? String.format(
                                Locale.ROOT,
                                ", %.0f%% of the bare engine's",
                                100 * run.share().getAsDouble())
                        : "");
    }
}
