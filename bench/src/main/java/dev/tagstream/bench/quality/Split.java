package dev.tagstream.bench.quality;

import dev.tagstream.model.learn.LabelledTask;
import dev.tagstream.tags.prompt.SpanText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Examples to learn from, to stop by and to test on. What an example is about decides where it stands, so that rows about the same
 * never stand on two sides: replicates, two ways of writing one molecule, and combinations of the same drugs in another order.
 *
 * @param train learned from
 * @param stop held out of learning, to tell when to stop
 * @param test used once, for the figures
 */
public record Split(List<LabelledTask> train, List<LabelledTask> stop, List<LabelledTask> test) {
    private static final double TEST_SHARE = 1.0 / 6;
    private static final double COLD_SHARE = 0.2;
    private static final double STOP_SHARE = 0.08;

    public Split {
        train = List.copyOf(train);
        stop = List.copyOf(stop);
        test = List.copyOf(test);
    }

    /** The rows of all three parts. */
    List<LabelledTask> all() {
        return Stream.of(train, stop, test).flatMap(List::stream).toList();
    }

    /**
     * A sixth of all prompts at random for the test, with all their examples.
     *
     * @param about what a span is about: two that are written differently and equal in this are the same
     */
    public static Split random(List<LabelledTask> examples, Function<SpanText, ?> about, long seed) {
        return of(examples, example -> Set.of(prompt(example, about)), TEST_SHARE, seed);
    }

    /**
     * A fifth of the data of a domain for the test, with all examples that hold any of it, at whatever place; examples to stop by are
     * of what is not learned from either, for a tag that is to meet new ones should be stopped by new ones.
     */
    public static Split cold(List<LabelledTask> examples, String domain, Function<SpanText, ?> about, long seed) {
        return of(examples, example -> Set.copyOf(data(example, domain, about)), COLD_SHARE, seed);
    }

    /** The same of what stands together in a prompt, in any order: a fifth of the pairs of drugs, with all their examples. */
    public static Split coldTogether(
            List<LabelledTask> examples, String domain, Function<SpanText, ?> about, long seed) {
        return of(examples, example -> Set.of(counted(data(example, domain, about))), COLD_SHARE, seed);
    }

    private static Object prompt(LabelledTask example, Function<SpanText, ?> about) {
        return example.task().spans().stream()
                .map(SpanText::domain)
                .distinct()
                .collect(Collectors.toMap(domain -> domain, domain -> counted(data(example, domain, about))));
    }

    private static List<?> data(LabelledTask example, String domain, Function<SpanText, ?> about) {
        return example.task().spans().stream()
                .filter(span -> span.domain().equals(domain))
                .map(about)
                .toList();
    }

    private static Object counted(List<?> data) {
        return data.stream().collect(Collectors.groupingBy(one -> one, Collectors.counting()));
    }

    /** @param about what an example is about: any part of it that is tested makes it one of the test */
    private static Split of(
            List<LabelledTask> examples, Function<LabelledTask, Set<?>> about, double testShare, long seed) {
        Random random = new Random(seed);
        Map<LabelledTask, Set<?>> abouts = new HashMap<>();
        Set<Object> all = new LinkedHashSet<>();
        examples.forEach(example -> all.addAll(abouts.computeIfAbsent(example, about)));
        List<Object> shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, random);
        int tested = (int) Math.max(1, Math.round(testShare * shuffled.size()));
        int stopping = (int) Math.max(1, Math.round(STOP_SHARE * shuffled.size()));
        Set<Object> test = Set.copyOf(shuffled.subList(0, tested));
        Set<Object> stop = Set.copyOf(shuffled.subList(tested, Math.min(shuffled.size(), tested + stopping)));
        List<LabelledTask> order = new ArrayList<>(examples);
        Collections.shuffle(order, random);
        Map<Boolean, List<LabelledTask>> parts = order.stream()
                .collect(Collectors.partitioningBy(example -> meet(abouts.getOrDefault(example, Set.of()), test)));
        Map<Boolean, List<LabelledTask>> rest = parts.getOrDefault(false, List.of()).stream()
                .collect(Collectors.partitioningBy(example -> meet(abouts.getOrDefault(example, Set.of()), stop)));
        return new Split(
                rest.getOrDefault(false, List.of()),
                rest.getOrDefault(true, List.of()),
                parts.getOrDefault(true, List.of()));
    }

    private static boolean meet(Set<?> some, Set<?> others) {
        return some.stream().anyMatch(others::contains);
    }
}
