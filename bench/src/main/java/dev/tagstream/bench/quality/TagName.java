package dev.tagstream.bench.quality;

import dev.tagstream.model.learn.TrainingOptions;
import java.util.Objects;

/**
 * What a tag is called beside others: {@code tag} only where it is learned as {@code train function} does without further options, else with
 * all that differs. Seeds and members have no part, which other figures tell.
 */
final class TagName {
    private static final TrainingOptions USUAL = TrainingOptions.DEFAULT;

    private TagName() {}

    static String of(TrainingOptions options) {
        return "tag"
                + (options.deep() ? ", deep" : "")
                + (options.lowRank() > 0 ? ", low-rank " + options.lowRank() : "")
                + other(", read-rows ", options.readRows(), USUAL.readRows())
                + other(", rows ", options.rows(), USUAL.rows())
                + other(", batch ", options.batch(), USUAL.batch())
                + other(", rate ", options.learningRate(), USUAL.learningRate())
                + other(", epochs ", options.epochs(), USUAL.epochs())
                + other(", patience ", options.patience(), USUAL.patience())
                + other(", budget ", seconds(options), seconds(USUAL))
                + other(", clip ", options.clipNorm(), USUAL.clipNorm());
    }

    private static String seconds(TrainingOptions options) {
        return options.budget().toSeconds() + " s";
    }

    private static String other(String name, Object value, Object usual) {
        return Objects.equals(value, usual) ? "" : name + value;
    }
}
