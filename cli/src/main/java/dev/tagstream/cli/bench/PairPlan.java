package dev.tagstream.cli.bench;

import java.util.Locale;

/**
 * Which compound meets which target, and in which order.
 *
 * <p>A panel goes through the library in tiles of one batch each, and a tile meets one target after the other: whatever the size of
 * the cache, a tile's molecules are at hand while it is worked on, and every batch has one protein.
 *
 * @param kind which pairs there are
 * @param compounds molecules
 * @param targets proteins; as many as compounds where pairs have nothing in common
 * @param tile molecules that a panel stays with
 */
public record PairPlan(Kind kind, int compounds, int targets, int tile) {
    /** The shapes that screening has. */
    public enum Kind {
        /** One target, many compounds. */
        LIBRARY,
        /** Every compound against every target. */
        PANEL,
        /** Unrelated pairs: each has a compound and a target of its own. */
        PAIRS,
        /** Unrelated pairs of which only the spans are encoded. */
        SPANS;

        /** Whether each pair has a target of its own. */
        public boolean unrelated() {
            return this == PAIRS || this == SPANS;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A pair, as places in the lists of compounds and targets. */
    public record Pair(int compound, int target) {}

    public PairPlan {
        boolean fits =
                switch (kind) {
                    case LIBRARY -> targets == 1;
                    case PANEL -> targets >= 1;
                    case PAIRS, SPANS -> targets == compounds;
                };
        if (compounds < 1 || tile < 1 || !fits) {
            throw new IllegalArgumentException(
                    "a %s of %d compounds and %d targets, %d at a time".formatted(kind, compounds, targets, tile));
        }
    }

    public long pairs() {
        return kind.unrelated() ? compounds : (long) compounds * targets;
    }

    /** The pair at a place in the order. */
    public Pair pair(long place) {
        if (kind.unrelated()) {
            return new Pair((int) place, (int) place);
        }
        long first = place / ((long) tile * targets) * tile; // compound of the tile
        long within = place - first * targets;
        long width = Math.min(tile, compounds - first);
        return new Pair((int) (first + within % width), (int) (within / width));
    }
}
