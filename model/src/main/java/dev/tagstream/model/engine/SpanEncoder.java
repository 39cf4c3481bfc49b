package dev.tagstream.model.engine;

import dev.tagstream.model.checkpoint.LlamaConfig;
import dev.tagstream.model.engine.SpanCache.Block;
import dev.tagstream.tags.DomainTag;
import dev.tagstream.tags.TagId;
import dev.tagstream.tags.prompt.SpanText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Encodes spans that the program does not hold yet, together, in buckets of like length. */
final class SpanEncoder {
    private final LlamaProgram program;
    private final SpanCache cache;
    private final LlamaConfig config;
    private final CallSizes sizes;

    /** A span to encode, and where its keys and values go. */
    record Span(Block block, DomainTag tag, SpanText text) {
        int rows() {
            return tag.rows().rows() + text.ids().length;
        }
    }

    SpanEncoder(LlamaProgram program, SpanCache cache, LlamaConfig config, CallSizes sizes) {
        this.program = program;
        this.cache = cache;
        this.config = config;
        this.sizes = sizes;
    }

    void encode(Collection<Span> spans) {
        for (List<Span> bucket : buckets(spans)) {
            encodeTogether(bucket);
        }
    }

    private List<List<Span>> buckets(Collection<Span> spans) {
        List<Span> longestFirst = spans.stream()
                .sorted(Comparator.comparingInt(Span::rows).reversed())
                .toList();
        List<List<Span>> buckets = new ArrayList<>();
        List<Span> bucket = new ArrayList<>();
        for (Span span : longestFirst) {
            if (!bucket.isEmpty() && bucket.get(0).rows() * (bucket.size() + 1) > sizes.encodedRows()) {
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

    private void encodeTogether(List<Span> bucket) {
        int longest = bucket.get(0).rows();
        TagTable tags = new TagTable(config.vocabularySize(), config.hiddenSize());
        Map<TagId, Integer> firstIds = new HashMap<>();
        long[] ids = new long[bucket.size() * longest]; // (B, T), padded at the end
        for (int b = 0; b < bucket.size(); b++) {
            Span span = bucket.get(b);
            int firstId = firstIds.computeIfAbsent(
                    span.tag().id(), id -> tags.add(span.tag().rows()));
            int at = b * longest;
            for (int row = 0; row < span.tag().rows().rows(); row++) {
                ids[at++] = (long) firstId + row;
            }
            for (int id : span.text().ids()) {
                ids[at++] = id;
            }
        }
        List<Block> blocks = bucket.stream().map(Span::block).toList();
        long[] handles = blocks.stream().mapToLong(Block::handle).toArray();
        try {
            program.encode(ids, bucket.stream().mapToLong(Span::rows).toArray(), handles, tags);
        } catch (EngineException e) {
            program.drop(handles); // it may have kept some before it failed
            throw e;
        }
        cache.markHeld(blocks);
    }
}
