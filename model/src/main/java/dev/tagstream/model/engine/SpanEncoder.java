package dev.tagstream.model.engine;

import dev.tagstream.model.checkpoint.LlamaConfig;
import dev.tagstream.model.engine.PromptLayout.PlacedSpan;
import dev.tagstream.model.tag.TagId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Brings the spans of a batch into the program: what the cache lacks is encoded together, in buckets of like length. */
final class SpanEncoder {
    /** Rows of one call, padding included; more would only grow the scratch memory. */
    private static final int BUCKET_ROWS = 8192;

    private final LlamaProgram program;
    private final SpanCache cache;
    private final LlamaConfig config;
    private final long bytesPerRow;

    SpanEncoder(LlamaProgram program, SpanCache cache, LlamaConfig config, EngineOptions options) {
        this.program = program;
        this.cache = cache;
        this.config = config;
        this.bytesPerRow =
                2L * config.layers() * config.keyValueWidth() * options.dtype().bytes();
    }

    /** Takes all spans of the prompts into use, encoding those that are missing. */
    void acquire(List<PromptLayout> prompts) {
        Map<SpanKey, PlacedSpan> spans = new LinkedHashMap<>();
        prompts.forEach(prompt -> prompt.spans().forEach(span -> spans.putIfAbsent(span.key(), span)));
        spans.keySet().removeIf(cache::acquire);
        for (List<PlacedSpan> bucket : buckets(spans.values())) {
            encode(bucket);
        }
    }

    private static List<List<PlacedSpan>> buckets(Collection<PlacedSpan> spans) {
        List<PlacedSpan> longestFirst = spans.stream()
                .sorted(Comparator.comparingInt(PlacedSpan::rows).reversed())
                .toList();
        List<List<PlacedSpan>> buckets = new ArrayList<>();
        List<PlacedSpan> bucket = new ArrayList<>();
        for (PlacedSpan span : longestFirst) {
            if (!bucket.isEmpty() && bucket.get(0).rows() * (bucket.size() + 1) > BUCKET_ROWS) {
                buckets.add(bucket);
                bucket = new ArrayList<>();
            }
            bucket.add(span);
        }
        if (!bucket.isEmpty()) {
            buckets.add(bucket);
        }
        return buckets;
    }

    private void encode(List<PlacedSpan> bucket) {
        int longest = bucket.get(0).rows();
        TagTable tags = new TagTable(config.vocabularySize(), config.hiddenSize());
        Map<TagId, Integer> firstIds = new HashMap<>();
        long[] ids = new long[bucket.size() * longest]; // (B, T), padded at the end
        long[] lengths = new long[bucket.size()];
        long[] handles = new long[bucket.size()];
        for (int b = 0; b < bucket.size(); b++) {
            PlacedSpan span = bucket.get(b);
            int firstId = firstIds.computeIfAbsent(
                    span.tag().id(), id -> tags.add(span.tag().rows()));
            int at = b * longest;
            for (int row = 0; row < span.tag().rows().rows(); row++) {
                ids[at++] = (long) firstId + row;
            }
            for (int id : span.text().ids()) {
                ids[at++] = id;
            }
            lengths[b] = span.rows();
        }
        for (int b = 0; b < bucket.size(); b++) { // from here on only the program can fail
            handles[b] =
                    cache.add(bucket.get(b).key(), bytesPerRow * bucket.get(b).rows());
        }
        try {
            program.encode(ids, lengths, handles, tags);
        } catch (EngineException e) {
            program.drop(cache.remove(bucket.stream().map(PlacedSpan::key).toList()));
            throw e;
        }
    }
}
