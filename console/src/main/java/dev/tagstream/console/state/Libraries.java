package dev.tagstream.console.state;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The libraries that something happened to last. */
public final class Libraries {
    private final Map<String, LibraryStats> state = new HashMap<>();
    private long dropped;

    LibraryStats book(String libraryId) {
        String id = ConsoleLimits.cut(libraryId);
        LibraryStats known = state.get(id);
        if (known == null) {
            if (state.size() >= ConsoleLimits.LIBRARIES) {
                state.remove(latestFirst().get(state.size() - 1));
                dropped++;
            }
            known = new LibraryStats();
            state.put(id, known);
        }
        return known;
    }

    /** Ids of those there are. */
    public List<String> latestFirst() {
        return state.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, LibraryStats> entry) ->
                                -entry.getValue().last())
                        .thenComparing(Map.Entry::getKey))
                .map(Map.Entry::getKey)
                .toList();
    }

    public LibraryStats get(String id) {
        LibraryStats book = state.get(id);
        if (book == null) {
            throw new IllegalArgumentException("there is no library " + id);
        }
        return book;
    }

    /** How often one had to go for another. */
    public long dropped() {
        return dropped;
    }

    /** Outcomes to come in all of them. */
    public long pending() {
        return state.values().stream().mapToLong(LibraryStats::pending).sum();
    }
}
