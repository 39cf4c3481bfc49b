package dev.tagstream.trainer.round;

import dev.tagstream.model.engine.Scorer;
import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.model.learn.LabelledTask;
import dev.tagstream.model.learn.Slices;
import dev.tagstream.tags.Domain;
import dev.tagstream.tags.FunctionSpec;
import dev.tagstream.tags.prompt.SpanText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The results of a round as prompts of its function. */
final class RoundPrompts {
    private final FunctionSpec function;
    private final Scorer scorer;
    private final Map<String, SpanText> proteins = new HashMap<>();

    private RoundPrompts(FunctionSpec function, Scorer scorer) {
        this.function = function;
        this.scorer = scorer;
    }

    /** In slices; what holds no data for the function's prompt is left out, as it may have been declared anew. */
    static Slices of(FunctionSpec function, List<Example> examples, Scorer scorer) {
        RoundPrompts prompts = new RoundPrompts(function, scorer);
        List<LabelledTask> learnable = new ArrayList<>();
        List<LabelledTask> heldOut = new ArrayList<>();
        for (Example example : examples) {
            List<SpanText> spans = prompts.spans(example);
            if (function.template().firstMissing(spans).isEmpty()) {
                (example.heldOut() ? heldOut : learnable)
                        .add(new LabelledTask(
                                new ScoringTask(function.name(), spans), example.label(), example.bound()));
            }
        }
        return Slices.of(learnable, heldOut);
    }

    /** Those that the prompt names: what else a result holds is nothing that a prediction could go by. */
    private List<SpanText> spans(Example example) {
        List<SpanText> spans = new ArrayList<>();
        String protein = example.protein();
        if (protein != null && isUsed(Domain.PROTEIN, protein)) {
            spans.add(proteins.computeIfAbsent(protein, text -> scorer.tokenize(Domain.PROTEIN.name(), text)));
        }
        String smiles = example.smiles();
        if (smiles != null && isUsed(Domain.SMILES, smiles)) {
            spans.add(scorer.tokenize(Domain.SMILES.name(), smiles));
        }
        return spans;
    }

    private boolean isUsed(Domain domain, String data) {
        return !data.isBlank() && function.template().domains().contains(domain.name());
    }
}
