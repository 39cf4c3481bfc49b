package dev.tagstream.cli.learn;

import dev.tagstream.model.learn.LabelledTask;
import dev.tagstream.model.prompt.SpanText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
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
     * A fifth of the spans at one place of the prompt for the test, with all their examples; examples to stop by are of spans that are
     * not learned from either, for a tag that is to meet new ones should be stopped by new ones.
     *
     * @param place index of the span in the prompt
     */
    public static Split cold(List<LabelledTask> examples, int place, long seed) {
        Random random = new Random(seed);
        Set<SpanText> unseen = new LinkedHashSet<>();
        examples.forEach(example -> unseen.add(example.task().spans().get(place)));
        List<SpanText> spans = new ArrayList<>(unseen);
        Collections.shuffle(spans, random);
        int tested = (int) Math.max(1, Math.round(COLD_SHARE * spans.size()));
        int stopping = (int) Math.max(1, Math.round(STOP_SHARE * spans.size()));
        Set<SpanText> test = Set.copyOf(spans.subList(0, tested));
        Set<SpanText> stop = Set.copyOf(spans.subList(tested, Math.min(spans.size(), tested + stopping)));
        return of(
                examples,
                random,
                example -> test.contains(example.task().spans().get(place)),
                example -> stop.contains(example.task().spans().get(place)));
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
