package dev.tagstream.cli.verb;

import dev.tagstream.cli.io.Target;
import java.util.List;

/**
 * A library to send.
 *
 * @param compounds usable rows of the library
 * @param targets proteins to score each of them against; empty where the functions take none
 */
record ScreeningJob(String libraryId, List<String> functions, long compounds, List<Target> targets) {
    ScreeningJob {
        functions = List.copyOf(functions);
        targets = List.copyOf(targets);
    }

    long requests() {
        return Math.multiplyExact(compounds, (long) Math.max(1, targets.size()));
    }

    /** For instance {@code 7,680 requests (1,536 compounds x 5 targets) for BindingAffinity}. */
    String summary() {
        String product = targets.isEmpty()
                ? "%,d compounds".formatted(compounds)
                : "%,d compounds x %,d targets".formatted(compounds, targets.size());
        return "%,d requests (%s) for %s".formatted(requests(), product, String.join(", ", functions));
    }
}
