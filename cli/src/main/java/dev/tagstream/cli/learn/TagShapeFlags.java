package dev.tagstream.cli.learn;

import dev.tagstream.client.TagstreamException;
import dev.tagstream.model.learn.TrainingOptions;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that say what a function tag consists of, beside its rows and the head. */
public final class TagShapeFlags {
    @Option(
            names = "--members",
            paramLabel = "K",
            defaultValue = "1",
            description =
                    "Learn K members side by side; predictions then have a standard deviation. Default: ${DEFAULT-VALUE}.")
    int members;

    @Option(names = "--deep", description = "Learn values for the tag's rows in front of every layer as well.")
    boolean deep;

    @Option(
            names = "--low-rank",
            paramLabel = "R",
            defaultValue = "0",
            description = "Learn updates of rank R of each layer's query and value projections, which act on the tag's"
                    + " rows alone; 0 for none. Default: ${DEFAULT-VALUE}.")
    int lowRank;

    @Option(
            names = "--read-rows",
            paramLabel = "R",
            defaultValue = "1",
            description = "The head reads the last R rows of the tag. Default: ${DEFAULT-VALUE}.")
    int readRows;

    @Option(
            names = "--offsets",
            description =
                    "Learn offsets of the proteins and molecules seen, shrunken towards zero; unseen ones have none.")
    public boolean offsets;

    public TrainingOptions applied(TrainingOptions options) {
        if (members < 1 || readRows < 1 || readRows > options.rows()) {
            throw new TagstreamException("--members must be at least 1, and --read-rows from 1 to --rows.");
        }
        if (lowRank < 0) {
            throw new TagstreamException("--low-rank must be at least 1, or 0 for none.");
        }
        return options.withShape(members, deep, lowRank, readRows, offsets);
    }

    /** As if none of --deep, --low-rank and --read-rows had been given. */
    public TrainingOptions plain(TrainingOptions options) {
        return options.withShape(members, false, 0, 1, offsets);
    }

    /** With each of --deep, --low-rank and --read-rows by itself, as far as given. */
    public List<TrainingOptions> apart(TrainingOptions options) {
        List<TrainingOptions> each = new ArrayList<>();
        if (deep) {
            each.add(options.withShape(members, true, 0, 1, offsets));
        }
        if (lowRank > 0) {
            each.add(options.withShape(members, false, lowRank, 1, offsets));
        }
        if (readRows > 1) {
            each.add(options.withShape(members, false, 0, readRows, offsets));
        }
        return each;
    }
}
