package dev.tagstream.processor.batch;

import dev.tagstream.model.engine.ScoringTask;

/**
 * Which engine a task goes to: the one that ranks highest for its first span (rendezvous hashing, Thaler and Ravishankar 1998), so that
 * prompts that share a protein meet where its keys and values are, and one engine more or less moves only its own share.
 */
final class Rendezvous {
    private final int engines;

    Rendezvous(int engines) {
        this.engines = engines;
    }

    int engineOf(ScoringTask task) {
        int content = task.spans().isEmpty() ? 0 : task.spans().get(0).hashCode();
        int best = 0;
        for (int engine = 1; engine < engines; engine++) {
            if (rank(content, engine) > rank(content, best)) {
                best = engine;
            }
        }
        return best;
    }

    /** Mixes both numbers as SplitMix64 does (Steele, Lea and Flood 2014). */
    private static long rank(int content, int engine) {
        long z = content + (engine + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
