package dev.tagstream.trainer.round;

/** Follows the rounds of a process. Called by the thread that makes the step: the learning thread, or a stream thread at the end. */
public interface RoundListener {
    RoundListener SILENT = (function, state) -> {};

    /** Called once the state is reached; what follows waits until it returns. */
    void reached(String function, RoundState state);
}
