package dev.tagstream.model.learn;

import java.time.Duration;

/** The learning rate over a run: up in the first steps, then down along a cosine until examples or time are used up. */
record Schedule(double highest, long examples, Duration budget) {
    private static final int WARM_UP_STEPS = 30;
    /** What is left of the rate at the end. */
    private static final double LAST_PART = 0.02;

    double rate(int steps, long examplesSeen, long nanos) {
        double done = Math.min(1, Math.max((double) examplesSeen / examples, (double) nanos / budget.toNanos()));
        double cosine = (1 + Math.cos(Math.PI * done)) / 2;
        return highest * Math.min(1, (steps + 1.0) / WARM_UP_STEPS) * (LAST_PART + (1 - LAST_PART) * cosine);
    }
}
