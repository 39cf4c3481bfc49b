package dev.tagstream.model.engine;

import dev.tagstream.model.prompt.PrefixKey;
import java.util.List;
import java.util.stream.Stream;

/**
 * What an engine has done since it was opened.
 *
 * @param domains the span cache, by domain
 * @param encodedRows rows of spans that were encoded, and of prompts that were run whole
 * @param tailRows rows outside spans that were run
 * @param flops floating-point operations of both, additions and multiplications counted, padding not
 */
public record EngineFigures(List<SpanCacheFigures> domains, long encodedRows, long tailRows, double flops) {
    /** Of an engine that keeps no account. */
    public static final EngineFigures NONE = new EngineFigures(List.of(), 0, 0, 0);

    public EngineFigures {
        domains = List.copyOf(domains);
    }

    /** Bytes of keys and values held over all domains. */
    public long cachedBytes() {
        return domains.stream().mapToLong(SpanCacheFigures::bytes).sum();
    }

    /** The span cache without the text between spans. */
    public List<SpanCacheFigures> spanDomains() {
        return spans().toList();
    }

    /** Spans found, over all domains, text not counted. */
    public long hits() {
        return spans().mapToLong(SpanCacheFigures::hits).sum();
    }

    /** Spans that had to be encoded, over all domains, text not counted. */
    public long misses() {
        return spans().mapToLong(SpanCacheFigures::misses).sum();
    }

    private Stream<SpanCacheFigures> spans() {
        return domains.stream().filter(domain -> !domain.domain().equals(PrefixKey.ACCOUNT));
    }

    /** Blocks held, text counted. */
    public long blocks() {
        return domains.stream().mapToLong(SpanCacheFigures::blocks).sum();
    }
}
