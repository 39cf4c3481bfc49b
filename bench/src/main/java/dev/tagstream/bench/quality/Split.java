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
import java.util.function.Predicate;

/**
 * Examples to learn from, to stop by and to test on.
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

    /** A sixth of all examples at random for the test. */
    public static Split random(List<LabelledTask> examples, long seed) {
        Random random = new Random(seed);
        return of(
                examples,
                random,
                example -> random.nextDouble() < TEST_SHARE,
                example -> random.nextDouble() < STOP_SHARE);
    }

    /**
     * A fifth of what stands at one place of the prompt for the test, with all its examples; examples to stop by are of what is not
     * learned from either, for a tag that is to meet new ones should be stopped by new ones.
     *
     * @param place index of the span in the prompt
     * @param about what a span is about: two that are written differently and equal in this stay together
     */
    public static Split cold(List<LabelledTask> examples, int place, Function<SpanText, ?> about, long seed) {
        Random random = new Random(seed);
        Map<SpanText, Object> abouts = new HashMap<>();
        Set<Object> unseen = new LinkedHashSet<>();
        examples.forEach(example ->
                unseen.add(abouts.computeIfAbsent(example.task().spans().get(place), about)));
        List<Object> shuffled = new ArrayList<>(unseen);
        Collections.shuffle(shuffled, random);
        int tested = (int) Math.max(1, Math.round(COLD_SHARE * shuffled.size()));
        int stopping = (int) Math.max(1, Math.round(STOP_SHARE * shuffled.size()));
        Set<Object> test = Set.copyOf(shuffled.subList(0, tested));
        Set<Object> stop = Set.copyOf(shuffled.subList(tested, Math.min(shuffled.size(), tested + stopping)));
        return of(
                examples,
                random,
                example -> test.contains(abouts.get(example.task().spans().get(place))),
                example -> stop.contains(abouts.get(example.task().spans().get(place))));
    }

    private static Split of(
            List<LabelledTask> examples, Random random, Predicate<LabelledTask> tested, Predicate<LabelledTask> stops) {
        List<LabelledTask> shuffled = new ArrayList<>(examples);
        Collections.shuffle(shuffled, random);
        List<LabelledTask> train = new ArrayList<>();
        List<LabelledTask> stop = new ArrayList<>();
        List<LabelledTask> test = new ArrayList<>();
        for (LabelledTask example : shuffled) {
            (tested.test(example) ? test : stops.test(example) ? stop : train).add(example);
        }
        return new Split(train, stop, test);
    }
}
