package dev.tagstream.model.engine;

import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.TagSet;
import dev.tagstream.tags.prompt.SpanText;
import java.util.List;
import java.util.Optional;

/**
 * One prompt to score.
 *
 * @param function name of the function tag
 * @param spans data by domain; the function's template picks what it asks for, in order where a domain stands twice
 * @param shadow whether the candidate on trial is asked, and not the tag in use
 */
public record ScoringTask(String function, List<SpanText> spans, boolean shadow) {
    public ScoringTask {
        spans = List.copyOf(spans);
    }

    /** Asks the tag in use. */
    public ScoringTask(String function, List<SpanText> spans) {
        this(function, spans, false);
    }

    /** The same data for the candidate on trial. */
    public ScoringTask forShadow() {
        return new ScoringTask(function, spans, true);
    }

    /** The function tag it asks for, if {@code tags} hold it. */
    public Optional<FunctionTag> tagIn(TagSet tags) {
        return shadow ? tags.shadow(function) : tags.function(function);
    }

    /** The same; throws {@link IllegalArgumentException} if they don't. */
    FunctionTag requireTagIn(TagSet tags) {
        return tagIn(tags).orElseThrow(() -> new IllegalArgumentException("no function tag " + function));
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
