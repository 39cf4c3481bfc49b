package dev.tagstream.bench.quality;

import dev.tagstream.model.learn.LabelledTask;
import dev.tagstream.tags.prompt.SpanText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The kernel of prompts whose spans are of F domains, from the kernels k_f of what they hold of each: that of all domains together,
 * the product of the k_f, and those of the others, each non-empty set of domains with the product of its own. The latter count
 * {@code parts} times as much: K = parts ((1 + k_1) ... (1 + k_F) - 1) + (1 - parts) k_1 ... k_F. For one domain it is k_1.
 */
final class PromptKernel {
    /** Of the matrices that are made: some hundred megabytes each. */
    private static final long MOST_NUMBERS = 50_000_000;

    private final Function<SpanText, ?> about;
    private final List<DomainData> domains; // that with the most groups first
    private final Map<List<Integer>, Integer> rests; // groups of all domains but the first, numbered
    private final List<DomainKernel> kernels;

    /**
     * What prompts hold of one domain, numbered.
     *
     * @param data by what they are about
     * @param texts of the data, in order
     * @param groups by the data that a prompt holds, in the order of their numbers
     */
    private record DomainData(
            String name, Map<Object, Integer> data, List<String> texts, Map<List<Integer>, Integer> groups) {

        DomainKernel kernel() {
            Parts parts = new Parts();
            return new DomainKernel(
                    Similarity.of(
                            texts.stream().map(text -> parts.of(name, text)).toList()),
                    groups.keySet().stream()
                            .map(group ->
                                    group.stream().mapToInt(Integer::intValue).toArray())
                            .toArray(int[][]::new));
        }
    }

    private PromptKernel(Function<SpanText, ?> about, List<DomainData> domains, Map<List<Integer>, Integer> rests) {
        this.about = about;
        this.domains = domains;
        this.rests = rests;
        this.kernels = domains.stream().map(DomainData::kernel).toList();
    }

    /**
     * The kernel of some prompts; empty where they hold too many different data.
     *
     * @param prompts all that will be asked for, with as many spans of each domain as all others
     * @param texts of their spans
     * @param about what a span is about: two that are written differently and equal in this are the same
     */
    static Optional<PromptKernel> of(
            Collection<LabelledTask> prompts, Map<SpanText, String> texts, Function<SpanText, ?> about) {
        List<DomainData> domains = prompts.stream()
                .limit(1)
                .flatMap(prompt -> prompt.task().spans().stream().map(SpanText::domain))
                .distinct()
                .map(name -> data(name, prompts, texts, about))
                .sorted(Comparator.<DomainData>comparingInt(
                                domain -> -domain.groups().size())
                        .thenComparing(DomainData::name))
                .toList();
        Map<List<Integer>, Integer> rests = new LinkedHashMap<>();
        prompts.forEach(prompt -> rests.putIfAbsent(rest(domains, prompt, about), rests.size()));
        long most = Math.max(domains.get(0).groups().size(), rests.size());
        for (DomainData domain : domains) {
            most = Math.max(most, domain.texts().size());
        }
        return most * most > MOST_NUMBERS ? Optional.empty() : Optional.of(new PromptKernel(about, domains, rests));
    }

    private static DomainData data(
            String name, Collection<LabelledTask> prompts, Map<SpanText, String> texts, Function<SpanText, ?> about) {
        DomainData found = new DomainData(name, new LinkedHashMap<>(), new ArrayList<>(), new LinkedHashMap<>());
        for (LabelledTask prompt : prompts) {
            for (SpanText span : prompt.task().spans()) {
                if (span.domain().equals(name)
                        && found.data()
                                        .putIfAbsent(
                                                about.apply(span), found.data().size())
                                == null) {
                    found.texts().add(Objects.requireNonNull(texts.get(span)));
                }
            }
            found.groups()
                    .putIfAbsent(group(found, prompt, about), found.groups().size());
        }
        return found;
    }

    private static List<Integer> group(DomainData domain, LabelledTask prompt, Function<SpanText, ?> about) {
        return prompt.task().spans().stream()
                .filter(span -> span.domain().equals(domain.name()))
                .map(span -> known(domain.data(), about.apply(span)))
                .sorted()
                .toList();
    }

    private static List<Integer> rest(List<DomainData> domains, LabelledTask prompt, Function<SpanText, ?> about) {
        return domains.stream()
                .skip(1)
                .map(domain -> known(domain.groups(), group(domain, prompt, about)))
                .toList();
    }

    private static int known(Map<?, Integer> numbers, Object one) {
        Integer number = numbers.get(one);
        if (number == null) {
            throw new IllegalArgumentException("a kernel is asked for data that was not read when it was made");
        }
        return number;
    }

    /** Names of the domains, in the order of {@link KernelSettings#powers}. */
    List<String> domains() {
        return domains.stream().map(DomainData::name).toList();
    }

    /** How many spans a prompt has. */
    int spans() {
        return domains.stream()
                .mapToInt(domain -> domain.groups().keySet().iterator().next().size())
                .sum();
    }

    /** As they lie on the grid, so that what is near in memory is asked for together. */
    List<LabelledTask> inOrder(List<LabelledTask> prompts) {
        return prompts.stream()
                .sorted(Comparator.comparing(
                        this::place,
                        Comparator.comparingInt(GridProduct.Place::d).thenComparingInt(GridProduct.Place::u)))
                .toList();
    }

    List<GridProduct.Place> places(List<LabelledTask> prompts) {
        return prompts.stream().map(this::place).toList();
    }

    private GridProduct.Place place(LabelledTask prompt) {
        DomainData first = domains.get(0);
        return new GridProduct.Place(
                known(first.groups(), group(first, prompt, about)), known(rests, rest(domains, prompt, about)));
    }

    GridProduct with(KernelSettings settings) {
        double parts = settings.parts();
        List<float[][]> byDomain = IntStream.range(0, kernels.size())
                .mapToObj(f -> kernels.get(f).of(settings.powers().get(f), settings.own()))
                .toList();
        List<List<Integer>> places = List.copyOf(rests.keySet());
        double[][] a = new double[places.size()][places.size()];
        double[][] b = new double[places.size()][places.size()];
        for (int u = 0; u < a.length; u++) {
            for (int v = 0; v < a.length; v++) {
                double product = 1;
                double sums = 1;
                for (int f = 1; f < byDomain.size(); f++) {
                    float k = byDomain.get(f)[places.get(u).get(f - 1)][
                            places.get(v).get(f - 1)];
                    product *= k;
                    sums *= 1 + k;
                }
                a[u][v] = parts * (sums - 1);
                b[u][v] = parts * (sums - product) + product;
            }
        }
        return new GridProduct(byDomain.get(0), a, b);
    }
}
