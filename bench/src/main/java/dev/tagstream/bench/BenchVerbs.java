package dev.tagstream.bench;

import dev.tagstream.bench.loop.BenchLoopCommand;
import dev.tagstream.bench.quality.BenchQualityCommand;
import dev.tagstream.bench.soak.BenchSoakCommand;
import dev.tagstream.bench.stream.BenchPipelineCommand;
import dev.tagstream.bench.stream.BenchProcessorCommand;
import dev.tagstream.bench.swap.BenchSwapCommand;
import dev.tagstream.bench.training.BenchTrainingCommand;
import dev.tagstream.cli.VerbSource;
import java.util.List;

/** Adds the benches that need a broker or a data set to {@code tagstream bench}. */
public final class BenchVerbs implements VerbSource {
    @Override
    public String parent() {
        return "bench";
    }

    @Override
    public List<Class<?>> verbs() {
        return List.of(
                BenchPipelineCommand.class,
                BenchProcessorCommand.class,
                BenchQualityCommand.class,
                BenchTrainingCommand.class,
                BenchSwapCommand.class,
                BenchLoopCommand.class,
                BenchSoakCommand.class);
    }
}
