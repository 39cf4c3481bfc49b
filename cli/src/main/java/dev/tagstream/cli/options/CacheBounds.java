package dev.tagstream.cli.options;

import dev.tagstream.client.TagstreamException;
import dev.tagstream.model.engine.SpanCacheBounds;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Bounds of the span cache as people write them: {@code 1G}, or {@code Protein=4G,SMILES=500M} by domain. */
public final class CacheBounds {
    private static final Pattern FORM = Pattern.compile("(?:([A-Za-z][A-Za-z0-9_-]*)=)?(\\d{1,18})([KMG]?)");

    private CacheBounds() {}

    /** {@code fallback} for domains that {@code texts} say nothing of. */
    public static SpanCacheBounds parse(List<String> texts, SpanCacheBounds fallback) {
        long forAll = fallback.defaultBytes();
        Map<String, Long> byDomain = new HashMap<>(fallback.byDomain());
        for (String text : texts) {
            Matcher form = FORM.matcher(text);
            if (!form.matches()) {
                throw new TagstreamException(
                        "--cache-bytes %s is neither bytes such as 1G nor DOMAIN=BYTES.".formatted(text));
            }
            long bytes = bytes(Long.parseLong(form.group(2)), form.group(3), text);
            if (form.group(1) == null) {
                forAll = bytes;
                byDomain.clear();
            } else {
                byDomain.put(form.group(1), bytes);
            }
        }
        return new SpanCacheBounds(forAll, byDomain);
    }

    private static long bytes(long count, String unit, String text) {
        long factor =
                switch (unit) {
                    case "K" -> 1L << 10;
                    case "M" -> 1L << 20;
                    case "G" -> 1L << 30;
                    default -> 1;
                };
        if (count > Long.MAX_VALUE / factor) {
            throw new TagstreamException("--cache-bytes %s is more than any memory.".formatted(text));
        }
        return count * factor;
    }
}
