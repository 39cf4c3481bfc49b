package dev.tagstream.model.learn;

import dev.tagstream.tags.prompt.SpanText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What is drawn anew for a bootstrap. Examples of one molecule err alike, and so do those of one protein, so that where examples share
 * data the data of each such domain are drawn with replacement, and an example counts as often as all of its data together: the
 * product of their numbers (the pigeonhole bootstrap; Owen, Annals of Applied Statistics 1, 2007). It errs on the side of more noise.
 * Examples that share nothing are drawn themselves.
 */
public final class Resampling {
    private final int examples;
    private final List<Pool> pools;
    private final List<String> names;

    /**
     * Data to draw from.
     *
     * @param members by example, the numbers of its data
     */
    private record Pool(int size, List<int[]> members) {}

    private Resampling(int examples, List<Pool> pools, List<String> names) {
        this.examples = examples;
        this.pools = pools;
        this.names = names;
    }

    /** Of the examples themselves. */
    public static Resampling ofExamples(int examples) {
        return new Resampling(
                examples,
                List.of(new Pool(
                        examples,
                        IntStream.range(0, examples)
                                .mapToObj(i -> new int[] {i})
                                .toList())),
                List.of());
    }

    /**
     * Of the data that examples share, if they do.
     *
     * @param about what a span is about: two that are written differently and equal in this are the same
     */
    public static Resampling ofShared(List<LabelledTask> examples, Function<SpanText, ?> about) {
        Set<String> domains = new TreeSet<>();
        examples.forEach(example -> example.task().spans().forEach(span -> domains.add(span.domain())));
        List<Pool> pools = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (String domain : domains) {
            Pool pool = pool(examples, domain, about);
            if (isShared(pool)) {
                pools.add(pool);
                names.add(domain);
            }
        }
        return pools.isEmpty() ? ofExamples(examples.size()) : new Resampling(examples.size(), pools, names);
    }

    private static Pool pool(List<LabelledTask> examples, String domain, Function<SpanText, ?> about) {
        Map<Object, Integer> numbers = new HashMap<>();
        List<int[]> members = examples.stream()
                .map(example -> example.task().spans().stream()
                        .filter(span -> span.domain().equals(domain))
                        .mapToInt(span -> numbers.computeIfAbsent(about.apply(span), unseen -> numbers.size()))
                        .toArray())
                .toList();
        return new Pool(numbers.size(), members);
    }

    /** Whether a datum occurs in more than one example. */
    private static boolean isShared(Pool pool) {
        Set<Integer> seen = new HashSet<>();
        for (int[] members : pool.members()) {
            if (!Arrays.stream(members).distinct().allMatch(seen::add)) {
                return true;
            }
        }
        return false;
    }

    /** Domains whose data are drawn; none where it is the examples. */
    public List<String> domains() {
        return List.copyOf(names);
    }

    int examples() {
        return examples;
    }

    /** Fills in how often each example counts in one more resample. */
    void draw(SplittableRandom random, int[] counts) {
        Arrays.fill(counts, 1);
        for (Pool pool : pools) {
            int[] drawn = new int[pool.size()];
            for (int i = 0; i < drawn.length; i++) {
                drawn[random.nextInt(drawn.length)]++;
            }
            for (int i = 0; i < counts.length; i++) {
                for (int member : pool.members().get(i)) {
                    counts[i] *= drawn[member];
                }
            }
        }
    }
}
