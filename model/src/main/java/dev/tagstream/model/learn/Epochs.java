package dev.tagstream.model.learn;

import dev.tagstream.tags.prompt.PromptTemplate;
import dev.tagstream.tags.prompt.SpanText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The order of examples, epoch by epoch: each once, in batches of equal size (the last of an epoch may be smaller), made of runs that
 * share all spans but the last, since those meet the shared ones as one product.
 */
final class Epochs {
    /** Long enough to share a span's cost, short enough for several targets in a batch. */
    private static final int RUN = 32;

    private final List<List<LabelledTask>> groups;
    private final int batch;
    private final long seed;

    Epochs(List<LabelledTask> examples, PromptTemplate template, int batch, long seed) {
        Map<List<SpanText>, List<LabelledTask>> byPrefix = new LinkedHashMap<>();
        for (LabelledTask example : examples) {
            byPrefix.computeIfAbsent(prefix(example, template), prefix -> new ArrayList<>())
                    .add(example);
        }
        this.groups = List.copyOf(byPrefix.values());
        this.batch = batch;
        this.seed = seed;
    }

    /** All spans of the prompt but the last. */
    static List<SpanText> prefix(LabelledTask example, PromptTemplate template) {
        List<SpanText> left = new ArrayList<>(example.task().spans());
        List<SpanText> prefix = new ArrayList<>();
        List<String> domains = template.domains();
        for (String domain : domains.subList(0, domains.size() - 1)) {
            for (int i = 0; i < left.size(); i++) {
                if (left.get(i).domain().equals(domain)) {
                    prefix.add(left.remove(i));
                    break;
                }
            }
        }
        return prefix;
    }

    /** The batches of one epoch; the same for the same number. */
    List<List<LabelledTask>> batches(int epoch) {
        Random random = new Random(seed * 1_000_003 + epoch);
        List<List<LabelledTask>> runs = new ArrayList<>();
        for (List<LabelledTask> group : groups) {
            List<LabelledTask> shuffled = new ArrayList<>(group);
            Collections.shuffle(shuffled, random);
            runs.addAll(parts(shuffled, Math.min(RUN, batch)));
        }
        Collections.shuffle(runs, random);
        return parts(runs.stream().flatMap(List::stream).toList(), batch);
    }

    private static List<List<LabelledTask>> parts(List<LabelledTask> whole, int size) {
        List<List<LabelledTask>> parts = new ArrayList<>();
        for (int from = 0; from < whole.size(); from += size) {
            parts.add(whole.subList(from, Math.min(from + size, whole.size())));
        }
        return parts;
    }
}
