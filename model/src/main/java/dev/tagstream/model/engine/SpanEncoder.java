package dev.tagstream.model.engine;

import dev.tagstream.model.checkpoint.LlamaConfig;
import dev.tagstream.model.engine.SpanCache.Block;
import dev.tagstream.model.program.EngineException;
import dev.tagstream.model.prompt.Span;
import dev.tagstream.model.prompt.TagTable;
import dev.tagstream.tags.TagId;
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
    record Job(Block block, Span span) {
        int rows() {
            return span.rows();
        }
    }

    SpanEncoder(LlamaProgram program, SpanCache cache, LlamaConfig config, CallSizes sizes) {
        this.program = program;
        this.cache = cache;
        this.config = config;
        this.sizes = sizes;
    }

    void encode(Collection<Job> jobs) {
        for (List<Job> bucket : buckets(jobs)) {
            encodeTogether(bucket);
        }
    }

    private List<List<Job>> buckets(Collection<Job> jobs) {
        List<Job> longestFirst = jobs.stream()
                .sorted(Comparator.comparingInt(Job::rows).reversed())
                .toList();
        List<List<Job>> buckets = new ArrayList<>();
        List<Job> bucket = new ArrayList<>();
        for (Job job : longestFirst) {
            if (!bucket.isEmpty() && bucket.get(0).rows() * (bucket.size() + 1) > sizes.encodedRows()) {
                buckets.add(bucket);
                bucket = new ArrayList<>();
            }
            bucket.add(job);
        }
        if (!bucket.isEmpty()) {
            buckets.add(bucket);
        }
        return buckets;
    }

    private void encodeTogether(List<Job> bucket) {
        int longest = bucket.get(0).rows();
        TagTable tags = new TagTable(config.vocabularySize(), config.hiddenSize());
        Map<TagId, Integer> firstIds = new HashMap<>();
        long[] ids = new long[bucket.size() * longest]; // (B, T), padded at the end
        for (int b = 0; b < bucket.size(); b++) {
            bucket.get(b).span().write(ids, b * longest, firstIds, tags);
        }
        List<Block> blocks = bucket.stream().map(Job::block).toList();
        long[] handles = blocks.stream().mapToLong(Block::handle).toArray();
        try {
            program.encode(ids, bucket.stream().mapToLong(Job::rows).toArray(), handles, tags);
        } catch (EngineException e) {
            program.drop(handles); // it may have kept some before it failed
            throw e;
        }
        cache.markHeld(blocks);
    }
}
