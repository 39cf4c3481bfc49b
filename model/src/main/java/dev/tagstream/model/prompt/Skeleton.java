package dev.tagstream.model.prompt;

import dev.tagstream.tags.DomainTag;
import dev.tagstream.tags.TagSet;
import dev.tagstream.tags.prompt.PromptTemplate;
import dev.tagstream.tags.prompt.PromptTemplate.Segment;
import java.util.ArrayList;
import java.util.List;

/**
 * A prompt template with its text as tokens and its slots as domain tags: what prompts of one template and one image of the tags
 * have in common. Compared by identity; a batch makes one for each template.
 */
public final class Skeleton {
    private final List<List<Integer>> texts;
    private final List<DomainTag> domains;

    private Skeleton(List<List<Integer>> texts, List<DomainTag> domains) {
        this.texts = List.copyOf(texts);
        this.domains = List.copyOf(domains);
    }

    /** Throws {@link IllegalArgumentException} where {@code tags} lack a domain of the template. */
    public static Skeleton of(PromptTemplate template, TagSet tags, TemplateTokens tokens) {
        List<List<Integer>> texts = new ArrayList<>();
        List<DomainTag> domains = new ArrayList<>();
        List<Integer> text = new ArrayList<>();
        for (Segment segment : template.segments()) {
            if (segment instanceof Segment.Span slot) {
                texts.add(List.copyOf(text));
                text.clear();
                domains.add(tags.domain(slot.domain())
                        .orElseThrow(() -> new IllegalArgumentException("no domain tag " + slot.domain())));
            } else if (!(segment instanceof Segment.Function)) {
                for (int id : tokens.of(segment)) {
                    text.add(id);
                }
            }
        }
        texts.add(List.copyOf(text));
        return new Skeleton(texts, domains);
    }

    /** Spans of a prompt. */
    int spans() {
        return domains.size();
    }

    DomainTag domain(int span) {
        return domains.get(span);
    }

    public List<DomainTag> domains() {
        return domains;
    }

    /** Token ids in front of the first span. */
    List<Integer> leadingText() {
        return texts.get(0);
    }

    /** Token ids between a span and the next one, or the function tag. */
    List<Integer> textAfter(int span) {
        return texts.get(span + 1);
    }
}
