package dev.tagstream.bench.quality;

import dev.tagstream.client.TagstreamException;
import dev.tagstream.model.learn.LabelledTask;
import dev.tagstream.tags.prompt.SpanText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** The options that say which rows are learned from and which are tested on. */
final class SplitFlags {
    private static final String RANDOM = "random";

    @Option(
            names = "--split",
            paramLabel = "KIND",
            defaultValue = RANDOM,
            description =
                    "What the test is: random prompts; cold:DOMAIN, all rows of a fifth of its data; or cold-pair:DOMAIN, all rows of a"
                            + " fifth of what stands together, as pairs of drugs. Default: ${DEFAULT-VALUE}.")
    String kind = RANDOM;

    @Option(
            names = "--split-seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of the split. Default: ${DEFAULT-VALUE}.")
    long seed;

    @Option(
            names = "--sample",
            paramLabel = "N",
            defaultValue = "0",
            description = "Use N rows alone, drawn with --split-seed; 0 for all. Default: ${DEFAULT-VALUE}.")
    int sample;

    /** Throws if this can't be had of prompts with such domains. */
    void check(Set<String> domains) {
        if (sample < 0) {
            throw new TagstreamException("--sample must be at least 1, or 0 for all rows.");
        }
        if (!kind.equals(RANDOM) && (!kind.startsWith("cold") || !domains.contains(domain()))) {
            throw new TagstreamException(
                    "--split is random, cold: or cold-pair: with one of %s.".formatted(new TreeSet<>(domains)));
        }
    }

    private String domain() {
        return kind.replaceFirst("^cold(-pair)?:", "");
    }

    /** @param about what a span is about: two that are written differently and equal in this are the same */
    Split of(List<LabelledTask> examples, Function<SpanText, ?> about) {
        List<LabelledTask> drawn = drawn(examples);
        if (kind.equals(RANDOM)) {
            return Split.random(drawn, about, seed);
        }
        return kind.startsWith("cold-pair:")
                ? Split.coldTogether(drawn, domain(), about, seed)
                : Split.cold(drawn, domain(), about, seed);
    }

    private List<LabelledTask> drawn(List<LabelledTask> examples) {
        if (sample == 0 || sample >= examples.size()) {
            return examples;
        }
        List<LabelledTask> shuffled = new ArrayList<>(examples);
        Collections.shuffle(shuffled, new Random(seed));
        return shuffled.subList(0, sample);
    }
}
