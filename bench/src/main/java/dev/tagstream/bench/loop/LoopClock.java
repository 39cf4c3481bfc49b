package dev.tagstream.bench.loop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagstream.cli.bench.Figures;
import dev.tagstream.trainer.round.RoundListener;
import dev.tagstream.trainer.round.RoundState;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** When each step of one turn of the loop was reached. Marked from the threads that reach them. */
final class LoopClock implements RoundListener {
    private static final double NANOS = 1e9;

    /** Of a turn, in order. */
    enum Step {
        SENT("all results are on their topic"),
        TAKEN("the trainer has taken the last of them in"),
        TRAINING("a round of learning began"),
        JUDGING("a candidate was learned"),
        DECIDED("the gate has decided"),
        FORWARDED("the version was written, its transaction open"),
        KNOWN("every processor has it for its next batch"),
        USED("every processor has scored with it"),
        PREDICTED("a reader of committed records has a prediction by it");

        private final String sentence;

        Step(String sentence) {
            this.sentence = sentence;
        }

        /** What has happened then, for a person. */
        String sentence() {
            return sentence;
        }
    }

    private final Map<Step, Long> reached = Collections.synchronizedMap(new EnumMap<>(Step.class)); // nanoTime
    private volatile long start = System.nanoTime();

    /** Begins a turn. */
    void begin() {
        reached.clear();
        start = System.nanoTime();
    }

    /** The first mark of a step counts. */
    void mark(Step step) {
        mark(step, System.nanoTime());
    }

    void mark(Step step, long nanoTime) {
        reached.putIfAbsent(step, nanoTime);
    }

    @Override
    public void reached(String function, RoundState state) {
        mark(
                switch (state) {
                    case TRAINING -> Step.TRAINING;
                    case JUDGING -> Step.JUDGING;
                    case PUBLISHING -> Step.DECIDED;
                    case COLLECTING -> Step.FORWARDED;
                });
    }

    /** Seconds from the beginning of the turn. */
    Optional<Double> seconds(Step step) {
        return Optional.ofNullable(reached.get(step)).map(time -> (time - start) / NANOS);
    }

    /** Adds a figure for each step. */
    void put(ObjectNode line) {
        for (Step step : Step.values()) {
            Figures.put(
                    line,
                    step.name().toLowerCase(Locale.ROOT) + "Seconds",
                    seconds(step).orElse(Double.NaN));
        }
        Figures.put(
                line,
                "forwardedToUsedSeconds",
                seconds(Step.USED).orElse(Double.NaN) - seconds(Step.FORWARDED).orElse(Double.NaN));
    }
}
