package dev.tagstream.cli.learn;

import dev.tagstream.client.TagstreamException;
import dev.tagstream.model.learn.TrainingOptions;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The options of every verb that learns a tag. */
public final class TrainingFlags {
    @Option(
            names = "--rows",
            paramLabel = "P",
            defaultValue = "" + TrainingOptions.DEFAULT_ROWS,
            description = "Rows of the tag. Default: ${DEFAULT-VALUE}.")
    int rows;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "" + TrainingOptions.DEFAULT_EPOCHS,
            description = "Passes over the data, at most. Default: ${DEFAULT-VALUE}.")
    int epochs;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "" + TrainingOptions.DEFAULT_BATCH,
            description = "Examples of a step. Default: ${DEFAULT-VALUE}.")
    int batch;

    @Option(
            names = "--rate",
            paramLabel = "R",
            defaultValue = "" + TrainingOptions.DEFAULT_RATE,
            description =
                    "Learning rate at its highest: it warms up and then falls along a cosine. Default: ${DEFAULT-VALUE}.")
    double rate;

    @Option(
            names = "--patience",
            paramLabel = "N",
            defaultValue = "" + TrainingOptions.DEFAULT_PATIENCE,
            description = "Stop after N evaluations in a row without a gain. Default: ${DEFAULT-VALUE}.")
    int patience;

    @Option(
            names = "--budget",
            paramLabel = "TIME",
            defaultValue = TrainingOptions.DEFAULT_HOURS + "h",
            description = "Stop after this time with the best tag so far. Default: ${DEFAULT-VALUE}.")
    Duration budget = TrainingOptions.DEFAULT.budget();

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "" + TrainingOptions.DEFAULT_SEED,
            description = "Of beginnings and order. Default: ${DEFAULT-VALUE}.")
    public long seed;

    @Option(
            names = "--clip",
            paramLabel = "NORM",
            defaultValue = "" + TrainingOptions.DEFAULT_CLIP_NORM,
            description = "Scale gradients down to this norm. Default: ${DEFAULT-VALUE}.")
    double clip;

    /** Of a tag that acts through its rows alone, with one member. */
    public TrainingOptions plain() {
        if (rows < 1 || epochs < 1 || batch < 1 || patience < 1 || !(rate > 0) || !(clip > 0)) {
            throw new TagstreamException(
                    "--rows, --epochs, --batch, --patience, --rate and --clip must be more than nothing.");
        }
        return new TrainingOptions(rows, 1, false, 0, 1, false, batch, rate, epochs, patience, budget, seed, clip);
    }
}
