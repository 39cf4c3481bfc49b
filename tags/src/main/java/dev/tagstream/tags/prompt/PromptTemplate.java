package dev.tagstream.tags.prompt;

import dev.tagstream.tags.text.ShortLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A prompt as data: text with slots, for instance <code>{bos}{Protein}\n{SMILES}\n{function}</code>.
 *
 * <p><code>{bos}</code> is the tokenizer's start token, <code>{Name}</code> a span (the domain tag Name and its data),
 * <code>{function}</code> the function tag, which comes last; there is no answer text. A domain may stand more than once
 * and takes its data in order.
 *
 * @param source the text it was parsed from
 * @param segments in order; the last is the only {@link Segment.Function}
 */
public record PromptTemplate(String source, List<Segment> segments) {
    /** Characters of a template; those in use have some tens. */
    public static final int MAX_CHARACTERS = 4_096;

    /** Slots of a template; each costs a look-up for every task. */
    public static final int MAX_SLOTS = 64;

    private static final Pattern SLOT = Pattern.compile("\\{([A-Za-z][A-Za-z0-9_-]*)}");

    /** A piece of a prompt. */
    public sealed interface Segment {
        record Bos() implements Segment {}

        record Text(String text) implements Segment {}

        record Span(String domain) implements Segment {}

        record Function() implements Segment {}
    }

    public PromptTemplate {
        segments = List.copyOf(segments);
    }

    /** Throws {@link IllegalArgumentException} with a sentence for a person if the template can't be used. */
    public static PromptTemplate parse(String source) {
        if (source.length() > MAX_CHARACTERS) {
            throw unusable(source, "it has %,d characters, allowed are %,d".formatted(source.length(), MAX_CHARACTERS));
        }
        List<Segment> segments = new ArrayList<>();
        Matcher slot = SLOT.matcher(source);
        int end = 0;
        while (slot.find()) {
            addText(segments, source, source.substring(end, slot.start()));
            segments.add(
                    switch (slot.group(1)) {
                        case "bos" -> new Segment.Bos();
                        case "function" -> new Segment.Function();
                        default -> new Segment.Span(slot.group(1));
                    });
            end = slot.end();
        }
        addText(segments, source, source.substring(end));
        PromptTemplate template = new PromptTemplate(source, segments);
        if (segments.stream().filter(Segment.Function.class::isInstance).count() != 1
                || !(segments.get(segments.size() - 1) instanceof Segment.Function)) {
            throw unusable(source, "it must end with {function}, once");
        }
        if (template.domains().size() > MAX_SLOTS) {
            throw unusable(
                    source,
                    "it has %,d slots, allowed are %d"
                            .formatted(template.domains().size(), MAX_SLOTS));
        }
        if (template.domains().isEmpty()) {
            throw unusable(source, "it has no slot for data, such as {SMILES}");
        }
        return template;
    }

    private static void addText(List<Segment> segments, String source, String text) {
        if (text.contains("{") || text.contains("}")) {
            throw unusable(source, "a brace that opens no slot stands in \"" + text + "\"");
        }
        if (!text.isEmpty()) {
            segments.add(new Segment.Text(text));
        }
    }

    private static IllegalArgumentException unusable(String source, String why) {
        return new IllegalArgumentException("prompt template \"%s\": %s"
                .formatted(ShortLine.value(source.replace("\n", "\\n")), ShortLine.of(why)));
    }

    /** Domains of the spans in order, repeated where a domain stands more than once. */
    public List<String> domains() {
        return segments.stream()
                .filter(Segment.Span.class::isInstance)
                .map(segment -> ((Segment.Span) segment).domain())
                .toList();
    }

    /** The first domain the template asks for that {@code spans} do not hold, if any. */
    public Optional<String> firstMissing(List<SpanText> spans) {
        List<String> left = new ArrayList<>(spans.stream().map(SpanText::domain).toList());
        return domains().stream().filter(domain -> !left.remove(domain)).findFirst();
    }
}
