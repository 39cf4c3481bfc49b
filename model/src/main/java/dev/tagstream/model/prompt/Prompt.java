package dev.tagstream.model.prompt;

import dev.tagstream.tags.prompt.SpanText;
import java.util.ArrayList;
import java.util.List;

/**
 * A prompt in front of its function tag: a chain of links. Nothing in it depends on the function, so tasks with equal prompts run it
 * once. Equal if skeleton and data are.
 */
public final class Prompt {
    private final Skeleton skeleton;
    private final List<SpanText> data;
    private final List<Link> links;

    private Prompt(Skeleton skeleton, List<SpanText> data) {
        this.skeleton = skeleton;
        this.data = List.copyOf(data);
        this.links = links(skeleton, data);
    }

    private static List<Link> links(Skeleton skeleton, List<SpanText> data) {
        List<Link> links = new ArrayList<>(data.size() + 1);
        Link link = Link.first(skeleton.leadingText());
        links.add(link);
        for (int span = 0; span < data.size(); span++) {
            link = link.next(new Span(skeleton.domain(span), data.get(span)), skeleton.textAfter(span));
            links.add(link);
        }
        return List.copyOf(links);
    }

    /** Picks the data that the skeleton asks for, in order where a domain stands more than once. */
    public static Prompt of(Skeleton skeleton, List<SpanText> available) {
        List<SpanText> left = new ArrayList<>(available);
        List<SpanText> data = new ArrayList<>(skeleton.spans());
        for (int span = 0; span < skeleton.spans(); span++) {
            data.add(take(left, skeleton.domain(span).id().name()));
        }
        return new Prompt(skeleton, data);
    }

    private static SpanText take(List<SpanText> data, String domain) {
        for (int i = 0; i < data.size(); i++) {
            if (data.get(i).domain().equals(domain)) {
                return data.remove(i);
            }
        }
        throw new IllegalArgumentException("the task holds no data for domain %s".formatted(domain));
    }

    public Skeleton skeleton() {
        return skeleton;
    }

    /** Data of each span. */
    public List<SpanText> data() {
        return data;
    }

    /** One more than there are spans. */
    public List<Link> links() {
        return links;
    }

    /** The link that function tags stand behind. */
    public Link last() {
        return links.get(links.size() - 1);
    }

    /** Rows of the whole prompt, without a function tag. */
    public int length() {
        return last().before() + last().rows();
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof Prompt that && skeleton == that.skeleton && data.equals(that.data));
    }

    @Override
    public int hashCode() {
        return 31 * System.identityHashCode(skeleton) + data.hashCode();
    }
}
