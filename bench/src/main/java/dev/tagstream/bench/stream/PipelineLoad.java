package dev.tagstream.bench.stream;

import dev.tagstream.cli.bench.BenchTexts;
import dev.tagstream.cli.bench.PairPlan;
import dev.tagstream.client.TagstreamException;

/**
 * What a run sends: every compound against every target, compound by compound as {@code screen} does.
 *
 * @param passes how often all of it is sent, one time after the other
 */
record PipelineLoad(PairPlan.Kind kind, BenchTexts texts, String function, int passes) {
    PipelineLoad {
        if (passes < 1) {
            throw new TagstreamException("--passes is %d, and must be at least 1.".formatted(passes));
        }
    }

    long requests() {
        return (long) passes * texts.compounds().size() * texts.targets().size();
    }
}
