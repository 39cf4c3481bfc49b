package dev.tagstream.bench.quality;

import dev.tagstream.client.screening.CompoundCheck;
import dev.tagstream.tags.Domain;
import dev.tagstream.tags.prompt.SpanText;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** What spans are about: molecules are told apart by their canonical SMILES, all other data by its tokens. For one thread. */
final class SpanIdentity implements Function<SpanText, Object> {
    private final CompoundCheck check = new CompoundCheck();
    private final Map<SpanText, Object> known = new HashMap<>();
    private final Map<SpanText, String> texts;

    /** @param texts of all spans that will be asked for */
    SpanIdentity(Map<SpanText, String> texts) {
        this.texts = texts;
    }

    @Override
    public Object apply(SpanText span) {
        return span.domain().equals(Domain.SMILES.name()) ? known.computeIfAbsent(span, this::canonical) : span;
    }

    private String canonical(SpanText span) {
        String text = Objects.requireNonNull(texts.get(span));
        return check.canonical(text).orElse(text);
    }
}
