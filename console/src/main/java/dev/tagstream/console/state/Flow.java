package dev.tagstream.console.state;

import java.time.Duration;

/** Outcomes asked for and answered over the last while. */
public final class Flow {
    private final String name;
    private final RateRing asked;
    private final RateRing answered;

    Flow(String name, Duration span, int spans) {
        this.name = name;
        this.asked = new RateRing(span, spans);
        this.answered = new RateRing(span, spans);
    }

    void ask(long at, long now, long outcomes) {
        asked.add(at, now, outcomes);
    }

    void answer(long at, long now) {
        answered.add(at, now, 1);
    }

    /** For instance {@code 15 min}. */
    public String name() {
        return name;
    }

    public RateRing asked() {
        return asked;
    }

    public RateRing answered() {
        return answered;
    }

    /**
     * What waited at the end of each span that is over, the oldest first: reckoned back from what waits now by what was asked and
     * answered since.
     */
    public long[] waiting(long now, long waitsNow) {
        long[] asks = asked.over(now);
        long[] answers = answered.over(now);
        long[] waiting = new long[asks.length];
        long waits = waitsNow - asked.running(now) + answered.running(now);
        for (int i = waiting.length - 1; i >= 0; i--) {
            waiting[i] = Math.max(0, waits);
            waits += answers[i] - asks[i];
        }
        return waiting;
    }
}
