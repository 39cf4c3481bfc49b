package dev.tagstream.console.books;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The libraries that something happened to last. */
public final class Libraries {
    private final Map<String, LibraryBook> books = new HashMap<>();
    private long dropped;

    LibraryBook book(String libraryId) {
        String id = ConsoleLimits.cut(libraryId);
        LibraryBook known = books.get(id);
        if (known == null) {
            if (books.size() >= ConsoleLimits.LIBRARIES) {
                books.remove(latestFirst().get(books.size() - 1));
                dropped++;
            }
            known = new LibraryBook();
            books.put(id, known);
        }
        return known;
    }

    /** Ids of those there are. */
    public List<String> latestFirst() {
        return books.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, LibraryBook> entry) ->
                                -entry.getValue().last())
                        .thenComparing(Map.Entry::getKey))
                .map(Map.Entry::getKey)
                .toList();
    }

    public LibraryBook get(String id) {
        LibraryBook book = books.get(id);
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
        return books.values().stream().mapToLong(LibraryBook::pending).sum();
    }
}
