package dev.tagstream.trainer.round;

import dev.tagstream.model.engine.Scorer;
import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.model.learn.HeldOut;
import dev.tagstream.model.learn.LabelledTask;
import dev.tagstream.tags.Domain;
import dev.tagstream.tags.prompt.SpanText;
import dev.tagstream.trainer.functions.TaughtFunction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The results of a round as prompts, in three slices that never share a molecule and protein.
 *
 * @param learned from
 * @param stopping says when to stop learning; a part of what is not held out, since a slice that chose the moment to stop
 *     can't judge fairly
 * @param heldOut judged by
 */
record TrainingSplit(List<LabelledTask> learned, List<LabelledTask> stopping, List<LabelledTask> heldOut) {
    /** Of what is not held out. */
    private static final double STOPPING_SHARE = 0.15;

    /** Makes the hash that chooses another one than that of the held-out slice. */
    private static final String STOPPING = "stopping";

    /** Leaves out what holds no data for the function's prompt, as it may have been declared anew. */
    static TrainingSplit of(TaughtFunction function, List<Example> examples, Scorer scorer) {
        TrainingSplit split = new TrainingSplit(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Map<String, SpanText> proteins = new HashMap<>();
        for (Example example : examples) {
            List<SpanText> spans = spans(example, scorer, proteins);
            if (function.spec().template().firstMissing(spans).isEmpty()) {
                split.slice(example)
                        .add(new LabelledTask(
                                new ScoringTask(function.name(), spans), example.label(), example.bound()));
            }
        }
        return split;
    }

    private List<LabelledTask> slice(Example example) {
        if (example.heldOut()) {
            return heldOut;
        }
        return HeldOut.contains(STOPPING_SHARE, STOPPING, example.about()) ? stopping : learned;
    }

    private static List<SpanText> spans(Example example, Scorer scorer, Map<String, SpanText> proteins) {
        List<SpanText> spans = new ArrayList<>();
        String protein = example.protein();
        if (protein != null && !protein.isBlank()) {
            spans.add(proteins.computeIfAbsent(protein, text -> scorer.tokenize(Domain.PROTEIN.name(), text)));
        }
        String smiles = example.smiles();
        if (smiles != null && !smiles.isBlank()) {
            spans.add(scorer.tokenize(Domain.SMILES.name(), smiles));
        }
        return spans;
    }
}
