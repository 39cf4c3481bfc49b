package dev.tagstream.model.prompt;

import java.util.Arrays;

/**
 * The data of one span as tokens, already cut to the limit of its domain. Made on any thread by
 * {@link dev.tagstream.model.engine.Scorer#tokenize}.
 *
 * @param domain name of the domain tag that opens the span
 * @param ids token ids of the data alone, without start token
 * @param truncated whether data was cut off
 */
@SuppressWarnings("ArrayRecordComponent") // equality is by content, below
public record SpanText(String domain, int[] ids, boolean truncated) {
    @Override
    public boolean equals(Object other) {
        return other instanceof SpanText that && domain.equals(that.domain) && Arrays.equals(ids, that.ids);
    }

    @Override
    public int hashCode() {
        return 31 * domain.hashCode() + Arrays.hashCode(ids);
    }

    @Override
    public String toString() {
        return domain + "[" + ids.length + " tokens]";
    }
}
