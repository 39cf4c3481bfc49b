package dev.tagstream.console.page;

import dev.tagstream.console.state.ConsoleLimits;
import dev.tagstream.tags.text.Sha256;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Drawings of the molecules that the page shows, and of no others: nobody can ask for a molecule of their own.
 *
 * <p>One thread draws; any may fetch.
 */
final class Drawings {
    private static final int KEY_DIGITS = 24;

    private final Depiction depiction = new Depiction();
    private final Map<String, Optional<String>> byKey = new ConcurrentHashMap<>(); // empty: it can't be drawn

    /**
     * Draws some of those that are not drawn yet, the first first, and lets go of those that are no longer shown once there are many.
     *
     * @param most as many as this at a time
     */
    void draw(Collection<String> shown, int most) {
        Set<String> wanted = new LinkedHashSet<>();
        int drawn = 0;
        for (String smiles : shown) {
            String key = key(smiles);
            wanted.add(key);
            if (drawn < most && wanted.size() <= ConsoleLimits.DRAWINGS && !byKey.containsKey(key)) {
                byKey.put(key, depiction.svg(smiles));
                drawn++;
            }
        }
        if (byKey.size() > ConsoleLimits.DRAWINGS) {
            byKey.keySet().retainAll(wanted);
        }
    }

    /** Under which name a molecule's drawing is fetched; empty while, or where, there is none. */
    Optional<String> drawn(String smiles) {
        String key = key(smiles);
        return byKey.getOrDefault(key, Optional.empty()).map(svg -> key);
    }

    Optional<String> svg(String key) {
        return byKey.getOrDefault(key, Optional.empty());
    }

    private static String key(String smiles) {
        return Sha256.hex(smiles).substring(0, KEY_DIGITS);
    }
}
