package dev.tagstream.model.engine;

import dev.tagstream.model.learn.LabelledTask;
import dev.tagstream.tags.TagSet;
import dev.tagstream.tags.prompt.SpanText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Labelled molecules of random letters, for the first golden model. */
public final class LearningExamples {
    private static final int LONGEST = 20;
    private static final double MANY = 0.3;

    private LearningExamples() {}

    public static Path folder() {
        return GoldenCases.folders().get(0);
    }

    public static TagSet domains(LlamaEngine engine) {
        return RandomTags.ofWidth(engine.width());
    }

    /** Labelled with the share of their letters that are carbon. */
    public static List<LabelledTask> carbonShares(LlamaEngine engine, int count, long seed) {
        int carbon = engine.tokenize("SMILES", "C").ids()[0];
        List<LabelledTask> examples = new ArrayList<>();
        for (SpanText text : RandomTags.texts(engine, "SMILES", "CCCNOF", count, LONGEST, new Random(seed))) {
            double carbons = 0;
            for (int id : text.ids()) {
                carbons += id == carbon ? 1 : 0;
            }
            examples.add(labelled(new ScoringTask("Carbon", List.of(text)), carbons / text.ids().length));
        }
        return examples;
    }

    public static List<LabelledTask> manyCarbons(List<LabelledTask> shares) {
        return shares.stream()
                .map(example -> labelled(example.task(), example.label() > 0.5 - MANY / 3 ? 1 : 0))
                .toList();
    }

    /** The same molecules with labels that have nothing to do with them. */
    public static List<LabelledTask> noise(List<LabelledTask> examples) {
        Random random = new Random(9);
        return examples.stream()
                .map(example -> labelled(example.task(), random.nextGaussian()))
                .toList();
    }

    /** Measured with an offset of each molecule's own, always the same, and a little noise. */
    public static List<LabelledTask> withOffsets(List<LabelledTask> examples, long seed) {
        Random random = new Random(seed);
        Map<SpanText, Double> offsets = new HashMap<>();
        Random own = new Random(77);
        List<LabelledTask> measured = new ArrayList<>();
        for (LabelledTask example : examples) {
            double offset = offsets.computeIfAbsent(example.task().spans().get(0), span -> own.nextGaussian());
            measured.add(labelled(example.task(), example.label() + offset + 0.1 * random.nextGaussian()));
        }
        return measured;
    }

    private static LabelledTask labelled(ScoringTask task, double label) {
        return new LabelledTask(task, label, LabelledTask.Bound.EXACT);
    }
}
