package dev.tagstream.bench.stream;

import dev.tagstream.cli.bench.BenchTexts;
import dev.tagstream.cli.bench.EngineBench;
import dev.tagstream.cli.bench.EngineRun;
import dev.tagstream.cli.bench.EngineSetup;
import dev.tagstream.cli.bench.PairPlan;
import dev.tagstream.client.files.LibraryRow;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;

/**
 * The engines of a processor at work without Kafka, all at the same time: each has a part of the library, and every target.
 *
 * @param setups one for each engine
 */
public record BareEngines(List<EngineSetup> setups) {
    public BareEngines {
        setups = List.copyOf(setups);
    }

    /**
     * Pairs a second over all engines, until the last of them is done.
     *
     * @param batch pairs given to an engine at once
     * @param progress told the pairs that are done
     */
    public double pairsPerSecond(BenchTexts texts, PairPlan.Kind kind, int batch, LongConsumer progress) {
        LongAdder done = new LongAdder();
        List<CompletableFuture<EngineRun>> runs = new ArrayList<>();
        for (int engine = 0; engine < setups.size(); engine++) {
            BenchTexts part = part(texts, engine);
            if (!part.compounds().isEmpty()) {
                PairPlan plan = new PairPlan(
                        kind, part.compounds().size(), part.targets().size(), batch);
                EngineBench bench = new EngineBench(setups.get(engine), part, plan, batch);
                runs.add(onItsOwnThread(bench, adding(done, progress)));
            }
        }
        List<EngineRun> ended = runs.stream().map(BareEngines::join).toList();
        long pairs = ended.stream().mapToLong(EngineRun::pairs).sum();
        return pairs / ended.stream().mapToDouble(EngineRun::seconds).max().orElseThrow();
    }

    private static CompletableFuture<EngineRun> onItsOwnThread(EngineBench bench, LongConsumer progress) {
        return CompletableFuture.supplyAsync(
                () -> bench.run(progress), work -> new Thread(work, "bare-engine").start());
    }

    private static EngineRun join(CompletableFuture<EngineRun> run) {
        try {
            return run.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private BenchTexts part(BenchTexts texts, int engine) {
        List<LibraryRow> compounds = texts.compounds();
        int from = compounds.size() * engine / setups.size();
        int to = compounds.size() * (engine + 1) / setups.size();
        return new BenchTexts(compounds.subList(from, to), texts.targets());
    }

    /** Adds up what one engine says it has done by now. */
    private static LongConsumer adding(LongAdder all, LongConsumer progress) {
        long[] before = {0};
        return now -> {
            all.add(now - before[0]);
            before[0] = now;
            progress.accept(all.sum());
        };
    }
}
