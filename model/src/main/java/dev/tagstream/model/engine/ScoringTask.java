package dev.tagstream.model.engine;

import dev.tagstream.model.prompt.SpanText;
import java.util.List;

/**
 * One prompt to score.
 *
 * @param function name of the function tag
 * @param spans data by domain; the function's template picks what it asks for, in order where a domain stands twice
 */
public record ScoringTask(String function, List<SpanText> spans) {
    public ScoringTask {
        spans = List.copyOf(spans);
    }

    /** Tokens of data, the measure of batch budgets; tags and template text add a small constant. */
    public int dataTokens() {
        int tokens = 0;
        for (SpanText span : spans) { // no stream: sorting asks for it again and again
            tokens += span.ids().length;
        }
        return tokens;
    }

    public boolean truncated() {
        return spans.stream().anyMatch(SpanText::truncated);
    }
}
