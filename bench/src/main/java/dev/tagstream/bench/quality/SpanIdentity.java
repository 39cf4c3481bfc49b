package dev.tagstream.bench.quality;

import dev.tagstream.common.molecule.MoleculeIdentity;
import dev.tagstream.tags.Domain;
import dev.tagstream.tags.prompt.SpanText;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** What spans are about: molecules are told apart by their constitution, all other data by its tokens. For one thread. */
final class SpanIdentity implements Function<SpanText, Object> {
    private final MoleculeIdentity identity = new MoleculeIdentity();
    private final Map<SpanText, Object> known = new HashMap<>();
    private final Map<SpanText, String> texts;

    /** @param texts of all spans that will be asked for */
    SpanIdentity(Map<SpanText, String> texts) {
        this.texts = texts;
    }

    @Override
    public Object apply(SpanText span) {
        return span.domain().equals(Domain.SMILES.name()) ? known.computeIfAbsent(span, this::constitution) : span;
    }

    private String constitution(SpanText span) {
        return identity.constitution(Objects.requireNonNull(texts.get(span)));
    }
}
