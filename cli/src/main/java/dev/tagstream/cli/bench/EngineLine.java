package dev.tagstream.cli.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagstream.model.engine.EngineFigures;
import dev.tagstream.model.engine.MatrixPeak;
import dev.tagstream.model.engine.SpanCacheFigures;
import dev.tagstream.tags.file.TensorType;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One run as a line of JSON.
 *
 * @param bench what was run
 * @param number of the run, counted from 1
 * @param run what it came to
 * @param peak the better of the peaks measured before the run and after it, where they were measured
 * @param agreement with the reference, where that was asked for
 */
public record EngineLine(
        EngineBench bench, int number, EngineRun run, Optional<MatrixPeak.Peak> peak, Optional<Agreement> agreement) {
    public ObjectNode json() {
        EngineFigures figures = run.figures();
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("bench", "engine");
        line.put("workload", bench.plan().kind().toString());
        line.put("run", number);
        line.put("checkpoint", String.valueOf(bench.setup().checkpoint().getFileName()));
        line.put("device", bench.setup().options().device());
        line.put("dtype", bench.setup().options().dtype() == TensorType.F32 ? "float32" : "bfloat16");
        line.put("threads", MatrixPeak.threads());
        line.put("cache", bench.setup().cached() ? "on" : "off");
        line.put("batch", bench.batch());
        line.put("compounds", bench.plan().compounds());
        line.put("targets", bench.plan().targets());
        line.put("functions", bench.setup().functions().size());
        line.put("truncated", run.truncated());
        line.put("pairs", run.pairs());
        Figures.put(line, "seconds", run.seconds());
        Figures.put(line, "pairsPerSecond", run.pairs() / run.seconds());
        Figures.put(line, "tokenizeSeconds", run.tokenizeSeconds());
        rows(line.putObject("rows"), figures);
        hits(line.putObject("spans"), figures);
        Figures.put(line, "flops", figures.flops());
        Figures.put(line, "flopsPerSecond", figures.flops() / run.seconds());
        peak.ifPresent(roof -> {
            Figures.put(line, "peakFlopsPerSecond", roof.flopsPerSecond());
            Figures.put(line, "shareOfPeak", share(roof));
        });
        memory(line.putObject("memory"));
        agreement.ifPresent(agreed -> verified(line.putObject("verified"), agreed));
        return line;
    }

    private void rows(ObjectNode rows, EngineFigures figures) {
        long computed = figures.encodedRows() + figures.tailRows();
        rows.put("encoded", figures.encodedRows());
        rows.put("tail", figures.tailRows());
        rows.put("computed", computed);
        Figures.put(rows, "perSecond", computed / run.seconds());
        if (run.promptRows() > 0) {
            rows.put("ofWholePrompts", run.promptRows());
        }
    }

    private static void hits(ObjectNode spans, EngineFigures figures) {
        for (SpanCacheFigures domain : figures.domains()) {
            ObjectNode one = spans.putObject(domain.domain().isEmpty() ? "text" : domain.domain());
            one.put("hits", domain.hits());
            one.put("misses", domain.misses());
            Figures.put(one, "hitRate", domain.hits() / (double) Math.max(1, domain.hits() + domain.misses()));
        }
    }

    private void memory(ObjectNode memory) {
        put(memory, "residentBytes", run.residentBytes());
        put(memory, "mostResidentBytes", run.mostResidentBytes());
        memory.put("mostCachedBytes", run.mostCachedBytes());
    }

    private static void verified(ObjectNode verified, Agreement agreement) {
        verified.put("pairs", agreement.pairs());
        Figures.put(verified, "largestDifference", agreement.largest());
        Figures.put(verified, "largestRelative", agreement.largestRelative());
        Figures.put(verified, "relativeNorm", agreement.relativeNorm());
    }

    private double share(MatrixPeak.Peak roof) {
        return run.figures().flops() / run.seconds() / roof.flopsPerSecond();
    }

    /** The same for a person who watches, in a sentence. */
    public String sentence() {
        String done = bench.plan().kind() == PairPlan.Kind.SPANS ? "pairs of spans encoded" : "pairs";
        return String.format(
                Locale.ROOT,
                "%s, run %d: %,d %s in %.2f s, %,.1f a second%s%s",
                bench.plan().kind(),
                number,
                run.pairs(),
                done,
                run.seconds(),
                run.pairs() / run.seconds(),
                peak.map(roof -> String.format(
                                Locale.ROOT, ", %.0f%% of the peak of matrix products", 100 * share(roof)))
                        .orElse(""),
                agreement
                        .map(agreed -> String.format(Locale.ROOT, ", largest difference %.1e", agreed.largest()))
                        .orElse(""));
    }

    private static void put(ObjectNode node, String key, OptionalLong value) {
        value.ifPresent(known -> node.put(key, known));
    }
}
