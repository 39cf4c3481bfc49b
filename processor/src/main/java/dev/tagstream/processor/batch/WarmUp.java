package dev.tagstream.processor.batch;

import dev.tagstream.model.engine.Scorer;

/** What an engine does before it takes work. */
@FunctionalInterface
public interface WarmUp {
    /** Nothing: batches are then bounded by tokens alone. */
    WarmUp NONE = scorer -> CostModel.FREE;

    /** Batches of made-up data, measured. */
    WarmUp MEASURED = new MeasuringWarmUp(System::nanoTime);

    /** Runs on the thread that will score. */
    CostModel run(Scorer scorer);
}
