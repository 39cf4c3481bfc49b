package dev.tagstream.client.screening;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One request: the functions asked of it and what became of each. The two may become known in either order.
 *
 * <p>A request that asks for no function still has one outcome to come, its rejection.
 */
final class RequestOutcomes {
    /** How an outcome stood to what was known. */
    enum Arrival {
        FIRST,
        /** The same record was answered before: must not happen. */
        DUPLICATE,
        /** The request was sent twice, and answered each time. */
        AGAIN
    }

    private @Nullable List<String> functions; // null until the request itself was read
    private final List<Outcome> outcomes = new ArrayList<>(1);

    /** Takes in the request; sent again with other functions, it asks for both. */
    void ask(Collection<String> asked) {
        List<String> all = new ArrayList<>(functions == null ? List.of() : functions);
        asked.stream().filter(function -> !all.contains(function)).forEach(all::add);
        functions = List.copyOf(all);
    }

    boolean asked() {
        return functions != null;
    }

    /** Takes in an outcome; of two for the same function the later counts. */
    Arrival answer(Outcome outcome) {
        for (int i = 0; i < outcomes.size(); i++) {
            Outcome known = outcomes.get(i);
            if (same(known.function(), outcome.function())) {
                if (!known.at().isAfter(outcome.at())) {
                    outcomes.set(i, outcome);
                }
                boolean sameRecord = known.partition() == outcome.partition() && known.offset() == outcome.offset();
                return sameRecord ? Arrival.DUPLICATE : Arrival.AGAIN;
            }
        }
        outcomes.add(outcome);
        return Arrival.FIRST;
    }

    private static boolean same(@Nullable String one, @Nullable String other) {
        return one == null ? other == null : one.equals(other);
    }

    /** How many outcomes the request must have; 0 before it was read. */
    int received() {
        return functions == null ? 0 : Math.max(1, functions.size());
    }

    /** Outcomes that count: one for each function asked for, where there is one. */
    Stream<Outcome> settled() {
        if (functions == null) {
            return Stream.empty();
        }
        return functions.isEmpty()
                ? outcome(null).stream()
                : functions.stream().flatMap(function -> outcome(function).or(() -> outcome(null)).stream());
    }

    private Optional<Outcome> outcome(@Nullable String function) {
        return outcomes.stream().filter(it -> same(it.function(), function)).findFirst();
    }
}
