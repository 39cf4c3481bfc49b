package dev.tagstream.trainer.topology;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Rounds that the learner broke off, by function: after each the next waits twice as long, and after {@value #MOST} in a row the
 * results are given up for new ones. In memory alone: a process that begins anew tries anew.
 */
final class Setbacks {
    /** In a row. */
    static final int MOST = 4;

    /** After the first. */
    static final Duration PAUSE = Duration.ofMinutes(1);

    private final Map<String, Setback> byFunction = new HashMap<>();

    /** @param until milliseconds since the epoch */
    private record Setback(int count, long until) {}

    /** Whether a round of the function has to wait. */
    boolean hold(String function, long now) {
        Setback last = byFunction.get(function);
        return last != null && now < last.until();
    }

    /** Takes down one more; false if the same results are not to be tried again. */
    boolean triesAgain(String function, long now) {
        Setback last = byFunction.get(function);
        int count = last == null ? 1 : last.count() + 1;
        if (count >= MOST) {
            byFunction.remove(function);
            return false;
        }
        byFunction.put(function, new Setback(count, now + PAUSE.toMillis() * (1L << (count - 1))));
        return true;
    }

    void over(String function) {
        byFunction.remove(function);
    }
}
