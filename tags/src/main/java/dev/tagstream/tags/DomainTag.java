package dev.tagstream.tags;

/**
 * Learned rows that open a span of data of one kind, for instance {@code Protein}.
 *
 * @param id name, version and hash
 * @param rows (p, d)
 * @param spelling of the data it was learned with
 */
public record DomainTag(TagId id, Rows rows, Spelling spelling) {
    /** @throws IllegalArgumentException if proteins are to be spelled, which is for molecules */
    public DomainTag {
        if (spelling != Spelling.AS_WRITTEN && id.name().equals(Domain.PROTEIN.name())) {
            throw new IllegalArgumentException(
                    "data of {%s} can't be spelled %s, which is for molecules".formatted(id.name(), spelling));
        }
    }

    /** Of data as it was sent. */
    public DomainTag(TagId id, Rows rows) {
        this(id, rows, Spelling.AS_WRITTEN);
    }
}
