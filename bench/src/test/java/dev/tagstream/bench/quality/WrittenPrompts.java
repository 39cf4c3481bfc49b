package dev.tagstream.bench.quality;

import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.model.learn.LabelledTask;
import dev.tagstream.tags.prompt.SpanText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Prompts whose tokens are characters. */
final class WrittenPrompts {
    private final Map<SpanText, String> texts = new HashMap<>();

    /** @param data domains and texts in turn */
    LabelledTask row(double label, String... data) {
        List<SpanText> spans = new ArrayList<>();
        for (int i = 0; i < data.length; i += 2) {
            SpanText span = new SpanText(data[i], data[i + 1].chars().toArray(), false);
            texts.put(span, data[i + 1]);
            spans.add(span);
        }
        return new LabelledTask(new ScoringTask("f", spans), label, LabelledTask.Bound.EXACT);
    }

    Map<SpanText, String> texts() {
        return texts;
    }

    PromptKernel kernel(List<LabelledTask> prompts) {
        return PromptKernel.of(prompts, texts, Function.identity()).orElseThrow();
    }
}
