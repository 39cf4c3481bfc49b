package dev.tagstream.client.suggest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.openscience.cdk.fingerprint.IBitFingerprint;

/**
 * Picks a few of many candidates, one after the other, each the best by worth and novelty together: (1 - weight) * worth +
 * weight * novelty. Worth is scaled to 0..1 over the candidates; novelty is the smallest Tanimoto distance to what was picked
 * or known before. This is maximal marginal relevance (Carbonell and Goldstein, doi:10.1145/290941.291025).
 */
public final class DiversePicks {
    /** The same molecule at another target is half as near: it teaches something of that target. */
    private static final double ACROSS_TARGETS = 0.5;

    /**
     * A molecule at a target.
     *
     * @param target its name; empty where there is none
     */
    public record Place(String target, Optional<IBitFingerprint> molecule) {
        double distance(Place other) {
            double near = Fingerprints.similarity(molecule, other.molecule);
            return 1 - (target.equals(other.target) ? near : ACROSS_TARGETS * near);
        }
    }

    /** Something to pick, and what it would bring. */
    public record Candidate<T>(T item, double worth, Place place) {}

    /**
     * Something picked.
     *
     * @param novelty 0..1, when it was picked; 1 for the first where nothing was known
     * @param score what it was picked by
     */
    public record Pick<T>(T item, double worth, double novelty, double score) {}

    private DiversePicks() {}

    /**
     * Picks up to {@code count}, in order; of equal ones the earlier.
     *
     * @param known what needs no repetition
     * @param weight of novelty, 0..1; 0 ranks by worth alone
     */
    public static <T> List<Pick<T>> choose(List<Candidate<T>> candidates, List<Place> known, int count, double weight) {
        double lowest = candidates.stream().mapToDouble(Candidate::worth).min().orElse(0);
        double range = candidates.stream().mapToDouble(Candidate::worth).max().orElse(0) - lowest;
        double[] novelty = new double[candidates.size()];
        Arrays.fill(novelty, 1);
        known.forEach(place -> approach(novelty, candidates, place));
        boolean[] taken = new boolean[candidates.size()];
        List<Pick<T>> picks = new ArrayList<>();
        while (picks.size() < Math.min(count, candidates.size())) {
            int best = -1;
            double bestScore = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < novelty.length; i++) {
                double worth = range > 0 ? (candidates.get(i).worth() - lowest) / range : 1;
                double score = (1 - weight) * worth + weight * novelty[i];
                if (!taken[i] && score > bestScore) {
                    best = i;
                    bestScore = score;
                }
            }
            Candidate<T> chosen = candidates.get(best);
            taken[best] = true;
            picks.add(new Pick<>(chosen.item(), chosen.worth(), novelty[best], bestScore));
            approach(novelty, candidates, chosen.place());
        }
        return picks;
    }

    private static <T> void approach(double[] novelty, List<Candidate<T>> candidates, Place place) {
        for (int i = 0; i < novelty.length; i++) {
            novelty[i] = Math.min(novelty[i], candidates.get(i).place().distance(place));
        }
    }
}
