package dev.tagstream.bench.micro;

import dev.tagstream.cli.model.EmbeddedModel;
import dev.tagstream.cli.options.TrainedTags;
import dev.tagstream.model.engine.EngineOptions;
import dev.tagstream.model.engine.LlamaEngine;
import dev.tagstream.model.engine.PreparedBatch;
import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.model.engine.Workload;
import dev.tagstream.tags.Domain;
import dev.tagstream.tags.TagSet;
import dev.tagstream.tags.prompt.SpanText;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What the engine does in Java for each prompt of a molecule against a kinase domain, before libtorch is called. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LayoutBenchmark {
    private static final String FUNCTION = "BindingAffinity";
    private static final int MOLECULES = 64;

    private final LlamaEngine engine = LlamaEngine.open(EmbeddedModel.folder(), EngineOptions.DEFAULT);
    private final TagSet tags =
            TrainedTags.of(EmbeddedModel.folder(), engine).orElseThrow().tags();
    private final SpanText protein = engine.tokenize(Domain.PROTEIN.name(), Examples.protein());
    private final List<ScoringTask> tasks = Examples.molecules().stream()
            .limit(MOLECULES)
            .map(smiles -> new ScoringTask(FUNCTION, List.of(protein, engine.tokenize(Domain.SMILES.name(), smiles))))
            .toList();

    public LayoutBenchmark() {
        engine.score(tasks, tags); // every span is in the cache from here on
    }

    /** Prompts of tasks whose spans are cached, laid out and let go. */
    @Benchmark
    @OperationsPerInvocation(MOLECULES)
    public Workload prepareCached() {
        try (PreparedBatch batch = engine.prepare(tasks, tags)) {
            return batch.workload();
        }
    }

    /** The ids of a molecule. */
    @Benchmark
    public SpanText tokenize() {
        return engine.tokenize(Domain.SMILES.name(), "O=C(c1ccc(F)cc1)[NH+](C)CC(c2ccc(SC)c(OC)c2)C");
    }

    @TearDown
    public void close() {
        engine.close();
    }
}
