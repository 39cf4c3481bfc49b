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
public record Routes(Map<String, Supplier<OpsResponse>> exact, Map<String, Function<String, OpsResponse>> folders) {
    public static final Routes NONE = new Routes(Map.of(), Map.of());

    public Routes {
        exact = Map.copyOf(exact);
        folders = Map.copyOf(folders);
    }

    /** Pages by their whole paths. */
    public static Routes of(Map<String, Supplier<OpsResponse>> exact) {
        return new Routes(exact, Map.of());
    }

    public Routes with(String path, Supplier<OpsResponse> page) {
        Map<String, Supplier<OpsResponse>> more = new HashMap<>(exact);
        more.put(path, page);
        return new Routes(more, folders);
    }

    public Routes withFolder(String start, Function<String, OpsResponse> pages) {
        Map<String, Function<String, OpsResponse>> more = new HashMap<>(folders);
        more.put(start, pages);
        return new Routes(exact, more);
    }

    /** These and others; of two at the same path the other one. */
    public Routes and(Routes others) {
        Map<String, Supplier<OpsResponse>> allExact = new HashMap<>(exact);
        allExact.putAll(others.exact);
        Map<String, Function<String, OpsResponse>> allFolders = new HashMap<>(folders);
        allFolders.putAll(others.folders);
        return new Routes(allExact, allFolders);
    }

    Optional<Supplier<OpsResponse>> at(String path) {
        Supplier<OpsResponse> page = exact.get(path);
        if (page != null) {
            return Optional.of(page);
        }
        int end = path.lastIndexOf('/') + 1;
        return Optional.ofNullable(folders.get(path.substring(0, end)))
                .map(folder -> () -> folder.apply(path.substring(end)));
    }
}
