package dev.tagstream.model.learn;

/** Follows a training run, and may end it. Called by the thread that trains. */
public interface TrainingListener {
    TrainingListener SILENT = progress -> true;

    /** Called after every step; false ends training, with the best tag so far. */
    boolean goesOn(TrainingProgress progress);
}
