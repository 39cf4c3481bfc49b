package dev.tagstream.bench.micro;

import dev.tagstream.model.tokenizer.Tokenizer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Text to token ids, one token a character. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class TokenizerBenchmark {
    private final List<String> molecules = Examples.molecules();
    private final String protein = Examples.protein();
    private final Tokenizer tokenizer = Tokenizer.open(Examples.tokenizerFile());
    private int next;

    @Benchmark
    public int[] molecule() {
        next = (next + 1) % molecules.size();
        return tokenizer.ids(molecules.get(next));
    }

    @Benchmark
    public int[] kinaseDomain() {
        return tokenizer.ids(protein);
    }

    @TearDown
    public void close() {
        tokenizer.close();
    }
}
