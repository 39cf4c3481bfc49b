package dev.tagstream.client.screening;

import dev.tagstream.client.files.Target;
import java.util.List;

/**
 * A library to send.
 *
 * @param compounds usable rows of the library
 * @param targets proteins to score each of them against; empty where the functions take none
 */
public record ScreeningJob(String libraryId, List<String> functions, long compounds, List<Target> targets) {
    public ScreeningJob {
        functions = List.copyOf(functions);
        targets = List.copyOf(targets);
    }

    public long requests() {
        return Math.multiplyExact(compounds, (long) Math.max(1, targets.size()));
    }

    /** For instance {@code 7,680 requests (1,536 compounds x 5 targets) for BindingAffinity}. */
    public String summary() {
        String product = targets.isEmpty()
                ? "%,d compounds".formatted(compounds)
                : "%,d compounds x %,d targets".formatted(compounds, targets.size());
        return "%,d requests (%s) for %s".formatted(requests(), product, String.join(", ", functions));
    }
}
