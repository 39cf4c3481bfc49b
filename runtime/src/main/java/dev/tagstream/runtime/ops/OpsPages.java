package dev.tagstream.runtime.ops;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What is answered at which path. Immutable.
 *
 * @param exact by whole path
 * @param folders by the start of a path, a slash at its end; given what is behind it, which holds no further slash
 */
public record OpsPages(Map<String, Supplier<Answer>> exact, Map<String, Function<String, Answer>> folders) {
    public static final OpsPages NONE = new OpsPages(Map.of(), Map.of());

    public OpsPages {
        exact = Map.copyOf(exact);
        folders = Map.copyOf(folders);
    }

    /** Pages by their whole paths. */
    public static OpsPages of(Map<String, Supplier<Answer>> exact) {
        return new OpsPages(exact, Map.of());
    }

    public OpsPages with(String path, Supplier<Answer> page) {
        Map<String, Supplier<Answer>> more = new HashMap<>(exact);
        more.put(path, page);
        return new OpsPages(more, folders);
    }

    public OpsPages withFolder(String start, Function<String, Answer> pages) {
        Map<String, Function<String, Answer>> more = new HashMap<>(folders);
        more.put(start, pages);
        return new OpsPages(exact, more);
    }

    /** These and others; of two at the same path the other one. */
    public OpsPages and(OpsPages others) {
        Map<String, Supplier<Answer>> allExact = new HashMap<>(exact);
        allExact.putAll(others.exact);
        Map<String, Function<String, Answer>> allFolders = new HashMap<>(folders);
        allFolders.putAll(others.folders);
        return new OpsPages(allExact, allFolders);
    }

    Optional<Supplier<Answer>> at(String path) {
        Supplier<Answer> page = exact.get(path);
        if (page != null) {
            return Optional.of(page);
        }
        int end = path.lastIndexOf('/') + 1;
        return Optional.ofNullable(folders.get(path.substring(0, end)))
                .map(folder -> () -> folder.apply(path.substring(end)));
    }
}
