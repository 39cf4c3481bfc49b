package dev.tagstream.trainer.round;

import dev.tagstream.model.engine.Scorer;
import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.model.learn.LabelledTask;
import dev.tagstream.model.learn.Slices;
import dev.tagstream.runtime.tags.SpanTokenizer;
import dev.tagstream.tags.Domain;
import dev.tagstream.tags.FunctionSpec;
import dev.tagstream.tags.TagSet;
import dev.tagstream.tags.prompt.SpanData;
import dev.tagstream.tags.prompt.SpanText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The results of a round as prompts of its function. */
final class RoundPrompts {
    private final FunctionSpec function;
    private final SpanTokenizer tokenizer;
    private final TagSet domains;
    private final Map<String, SpanText> proteins = new HashMap<>();

    private RoundPrompts(FunctionSpec function, TagSet domains, Scorer scorer) {
        this.function = function;
        this.domains = domains;
        this.tokenizer = new SpanTokenizer(scorer);
    }

    /**
     * In slices, spelled as the domain tags want; what holds no data for the function's prompt is left out, as it may have been declared
     * anew.
     */
    static Slices of(FunctionSpec function, TagSet domains, List<Example> examples, Scorer scorer) {
        RoundPrompts prompts = new RoundPrompts(function, domains, scorer);
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
        List<String> named = new ArrayList<>(function.template().domains());
        return example.data().stream()
                .filter(data -> named.remove(data.domain()))
                .map(this::span)
                .toList();
    }

    private SpanText span(SpanData data) {
        return data.domain().equals(Domain.PROTEIN.name())
                ? proteins.computeIfAbsent(data.text(), text -> tokens(data))
                : tokens(data);
    }

    private SpanText tokens(SpanData data) {
        return tokenizer.tokenize(data.domain(), data.text(), domains);
    }
}
