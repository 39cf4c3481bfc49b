package dev.tagstream.bench.micro;

import dev.tagstream.model.engine.Context;
import dev.tagstream.model.engine.PromptLayout;
import dev.tagstream.model.engine.Skeleton;
import dev.tagstream.model.engine.SpanCache;
import dev.tagstream.model.engine.SpanCache.Block;
import dev.tagstream.model.engine.SpanCacheBounds;
import dev.tagstream.model.engine.TagTable;
import dev.tagstream.model.engine.TemplateTokens;
import dev.tagstream.model.tokenizer.Tokenizer;
import dev.tagstream.tags.DomainTag;
import dev.tagstream.tags.Rows;
import dev.tagstream.tags.TagId;
import dev.tagstream.tags.TagSet;
import dev.tagstream.tags.prompt.PromptTemplate;
import dev.tagstream.tags.prompt.SpanText;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What the engine does in Java for each prompt of a molecule against a kinase domain, before libtorch is called. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LayoutBenchmark {
    private static final int TAG_ROWS = 10;
    private static final int WIDTH = 256;
    private static final int VOCABULARY = 128;

    private final Tokenizer tokenizer = Tokenizer.open(Examples.tokenizerFile());
    private final List<String> molecules = Examples.molecules();
    private final SpanText protein = new SpanText("Protein", tokenizer.ids(Examples.protein()), false);
    private final List<SpanText> molecule = molecules.stream()
            .map(smiles -> new SpanText("SMILES", tokenizer.ids(smiles), false))
            .toList();
    private final Rows rows = new Rows(TAG_ROWS, WIDTH, new float[TAG_ROWS * WIDTH]);
    private final Skeleton skeleton = Skeleton.of(
            PromptTemplate.parse("{bos}{Protein}\n{SMILES}\n{function}"),
            TagSet.EMPTY
                    .with(new DomainTag(new TagId("Protein", 1, ""), rows))
                    .with(new DomainTag(new TagId("SMILES", 1, ""), rows)),
            new TemplateTokens(tokenizer, 1));
    private final SpanCache cache = new SpanCache(SpanCacheBounds.each(Long.MAX_VALUE));
    private int next;

    public LayoutBenchmark() {
        for (int i = 0; i < molecule.size(); i++) {
            cache.markHeld(List.of(cache.pin(context().spanKey(1), 1)));
        }
    }

    private Context context() {
        next = (next + 1) % molecule.size();
        return Context.of(skeleton, List.of(protein, molecule.get(next)));
    }

    /** Data of a task to the spans of its template. */
    @Benchmark
    public Object contextOfATask() {
        return context();
    }

    /** One molecule among 1,536, found in the cache and released. */
    @Benchmark
    public long[] cacheHit() {
        Block block = cache.pin(context().spanKey(1), 1);
        return cache.unpin(List.of(block));
    }

    /** Places of all rows of a whole prompt, as the reference pass needs them. */
    @Benchmark
    public Object wholePromptLayout() {
        return PromptLayout.of(context(), TAG_ROWS);
    }

    /** The learned rows of a call with two domain tags and a function tag. */
    @Benchmark
    public float[] tagTable() {
        TagTable table = new TagTable(VOCABULARY, WIDTH);
        table.add(rows);
        table.add(rows);
        table.add(rows);
        return table.toArray();
    }

    @TearDown
    public void close() {
        tokenizer.close();
    }
}
