package dev.tagstream.bench.quality;

import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.model.learn.LabelledTask;
import dev.tagstream.tags.prompt.SpanText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Prompts with each pair of their data beside the data, as a datum of a domain of pairs: what has offsets of data then has offsets of
 * pairs too, which are means of what examples with both leave over, shrunken. A pair has no order.
 */
final class SpanPairs {
    private static final Comparator<SpanText> ORDER =
            Comparator.comparing(SpanText::domain).thenComparing(SpanText::ids, Arrays::compare);

    private SpanPairs() {}

    static Split of(Split split) {
        return new Split(paired(split.train()), paired(split.stop()), paired(split.test()));
    }

    private static List<LabelledTask> paired(List<LabelledTask> examples) {
        return examples.stream().map(SpanPairs::paired).toList();
    }

    private static LabelledTask paired(LabelledTask example) {
        List<SpanText> spans = example.task().spans().stream().sorted(ORDER).toList();
        List<SpanText> all = new ArrayList<>(spans);
        for (int i = 0; i < spans.size(); i++) {
            for (int j = i + 1; j < spans.size(); j++) {
                all.add(pair(spans.get(i), spans.get(j)));
            }
        }
        return new LabelledTask(new ScoringTask(example.task().function(), all), example.label(), example.bound());
    }

    private static SpanText pair(SpanText one, SpanText other) {
        int[] ids = IntStream.concat(
                        IntStream.concat(IntStream.of(one.ids().length), IntStream.of(one.ids())),
                        IntStream.of(other.ids()))
                .toArray();
        return new SpanText("%s x %s".formatted(one.domain(), other.domain()), ids, false);
    }
}
