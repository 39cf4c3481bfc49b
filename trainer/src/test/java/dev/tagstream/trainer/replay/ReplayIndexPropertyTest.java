package dev.tagstream.trainer.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.schemas.Relation;
import dev.tagstream.trainer.replay.ReplayIndex.Change;
import dev.tagstream.trainer.replay.ReplayIndex.Entry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** The index against a list that is searched from end to end for every question. */
class ReplayIndexPropertyTest {
    private static final ReplayBounds BOUNDS = new ReplayBounds(10, 0.3);

    /** What a sender chooses; arrival is given by the order. */
    record Sent(int subject, int id, long measuredAt, Relation relation, double value, String meaning) {}

    @Property(tries = 2_000)
    void holdsWhatAPlainListHolds(@ForAll("sent") List<Sent> sent) {
        ReplayIndex index = new ReplayIndex(BOUNDS);
        List<Entry> model = new ArrayList<>();
        Set<String> stored = new HashSet<>();
        for (int arrival = 0; arrival < sent.size(); arrival++) {
            Entry entry = entry(sent.get(arrival), arrival);
            List<Entry> before = List.copyOf(model);
            boolean kept = offer(model, entry);
            Change change = index.offer(entry);

            assertThat(change.kept()).isEqualTo(kept);
            assertThat(change.first())
                    .isEqualTo(before.stream()
                            .noneMatch(other -> other.about().equals(entry.about())
                                    || other.resultId().equals(entry.resultId())));
            assertThat(index.entries()).containsExactlyInAnyOrderElementsOf(model);
            if (change.kept()) { // as the buffer does with its store
                stored.add(entry.about());
            }
            stored.removeAll(change.removed());
            assertThat(stored).isEqualTo(model.stream().map(Entry::about).collect(Collectors.toSet()));
        }
    }

    @Property(tries = 500)
    void isTheSameAfterARestart(@ForAll("sent") List<Sent> sent) {
        ReplayIndex all = new ReplayIndex(BOUNDS);
        ReplayIndex restarted = new ReplayIndex(BOUNDS);
        for (int arrival = 0; arrival < sent.size(); arrival++) {
            if (arrival == sent.size() / 2) {
                restarted = new ReplayIndex(BOUNDS);
                all.entries().forEach(restarted::restore);
            }
            Entry entry = entry(sent.get(arrival), arrival);
            all.offer(entry);
            restarted.offer(entry);
        }
        assertThat(restarted.entries()).containsExactlyInAnyOrderElementsOf(all.entries());
    }

    @Property(tries = 500)
    void keepsRareLabels(@ForAll("common") List<Double> common) {
        ReplayIndex index = new ReplayIndex(new ReplayBounds(20, 0.3));
        index.offer(new Entry("rare", "rare", 0, Relation.EQUAL, 100, 0, false, ""));
        for (int i = 0; i < common.size(); i++) {
            index.offer(new Entry("c" + i, "c" + i, 0, Relation.EQUAL, common.get(i), i + 1, false, ""));
        }
        assertThat(index.entries()).extracting(Entry::about).contains("rare");
        assertThat(index.size()).isEqualTo(Math.min(14, common.size() + 1));
    }

    /** One result may not take as long as all those that have to go. */
    @Test
    void reachesABoundThatWasLoweredResultByResult() {
        ReplayIndex index = new ReplayIndex(new ReplayBounds(1_000, 0.5));
        for (int i = 0; i < 10_000; i++) {
            index.restore(entry(i, i % 37));
        }
        for (int i = 10_000; i < 10_200; i++) {
            int before = index.size();
            Change change = index.offer(entry(i, i % 37));
            assertThat(change.removed()).hasSize(Math.min(100, before + 1 - 500));
        }
        assertThat(index.size()).isEqualTo(500);
    }

    private static Entry entry(int number, double value) {
        return new Entry("c" + number, "r" + number, 0, Relation.EQUAL, value, number, false, "");
    }

    @Test
    void countsWhatCanBeLearnedFromTogether() {
        ReplayIndex index = new ReplayIndex(BOUNDS);
        index.offer(new Entry("a", "a", 0, Relation.EQUAL, 1, 0, false, "logS"));
        index.offer(new Entry("b", "b", 0, Relation.EQUAL, 1, 1, false, "mg/mL"));
        index.restore(new Entry("c", "c", 0, Relation.EQUAL, 1, 2, true, ""));

        assertThat(index.size("logS")).isEqualTo(2);
        assertThat(index.size("another")).isEqualTo(1);
    }

    /** The rules in the words of the documentation, without any structure. */
    private static boolean offer(List<Entry> model, Entry entry) {
        model.removeIf(other ->
                other.resultId().equals(entry.resultId()) && !other.about().equals(entry.about()));
        boolean later = model.stream()
                .anyMatch(other -> other.about().equals(entry.about())
                        && !other.resultId().equals(entry.resultId())
                        && other.meansLike(entry)
                        && other.measuredAt() > entry.measuredAt());
        if (later) {
            return false;
        }
        model.removeIf(other -> other.about().equals(entry.about()));
        model.add(entry);
        int bound = entry.heldOut() ? 3 : 7;
        while (model.stream()
                        .filter(other -> other.heldOut() == entry.heldOut())
                        .count()
                > bound) {
            model.remove(victim(
                    model.stream()
                            .filter(other -> other.heldOut() == entry.heldOut())
                            .toList(),
                    entry.meaning()));
        }
        return true;
    }

    private static Entry victim(List<Entry> all, String present) {
        String meaning = all.stream()
                .map(Entry::meaning)
                .filter(other -> !other.equals(present))
                .min(Comparator.naturalOrder())
                .orElse(present);
        List<Entry> slice =
                all.stream().filter(entry -> entry.meaning().equals(meaning)).toList();
        double low = slice.stream().mapToDouble(Entry::value).min().orElseThrow();
        double high = slice.stream().mapToDouble(Entry::value).max().orElseThrow();
        Map<ReplayIndex.BinName, List<Entry>> bins =
                slice.stream().collect(Collectors.groupingBy(entry -> ReplayIndex.binOf(entry, low, high)));
        int fullest = bins.values().stream().mapToInt(List::size).max().orElseThrow();
        return bins.values().stream()
                .filter(bin -> bin.size() == fullest)
                .flatMap(List::stream)
                .min(Comparator.comparing(Entry::arrival))
                .orElseThrow();
    }

    private static Entry entry(Sent sent, int arrival) {
        return new Entry(
                "subject" + sent.subject(),
                "result" + sent.id(),
                sent.measuredAt(),
                sent.relation(),
                sent.value(),
                arrival,
                sent.subject() % 3 == 0,
                sent.meaning());
    }

    @Provide
    Arbitrary<List<Sent>> sent() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 30),
                        Arbitraries.integers().between(0, 40),
                        Arbitraries.longs().between(0, 5),
                        Arbitraries.of(Relation.class),
                        Arbitraries.of(-1.0, 0.0, 4.5, 5.0, 5.1, 9.0),
                        Arbitraries.of("", "pKi", "pKi", "pKi", "nM"))
                .as(Sent::new)
                .list()
                .ofMaxSize(80);
    }

    @Provide
    Arbitrary<List<Double>> common() {
        return Arbitraries.doubles().between(4, 6).list().ofMinSize(1).ofMaxSize(100);
    }
}
