package dev.tagstream.model.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.model.engine.SpanCache.Block;
import dev.tagstream.model.prompt.PrefixKey;
import dev.tagstream.model.prompt.SpanKey;
import dev.tagstream.tags.TagId;
import dev.tagstream.tags.prompt.SpanText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SpanCacheTest {
    private static final TagId SMILES = new TagId("SMILES", 1, "");

    @Test
    void dropsTheLeastRecentlyUsedFirst() {
        SpanCache cache = new SpanCache(SpanCacheBounds.each(30));
        List<Block> blocks = List.of(use(cache, 0, 10), use(cache, 1, 10), use(cache, 2, 10));
        assertThat(cache.unpin(blocks)).isEmpty();
        assertThat(cache.unpin(List.of(use(cache, 0, 10)))).isEmpty();
        assertThat(cache.unpin(List.of(use(cache, 3, 20)))).containsExactly(handle(blocks, 1), handle(blocks, 2));
        assertThat(cache.isHeld(cache.pin(key(1), 10))).isFalse();
        Block again = cache.pin(key(0), 10);
        assertThat(cache.isHeld(again)).isTrue();
        assertThat(again.handle()).isEqualTo(handle(blocks, 0));
    }

    @Test
    void keepsEverySpanOfABatchUntilItEnds() {
        SpanCache cache = new SpanCache(SpanCacheBounds.each(10));
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            blocks.add(use(cache, i, 10));
        }
        assertThat(figures(cache).bytes()).isEqualTo(50);
        assertThat(cache.unpin(blocks)).containsExactly(0, 1, 2, 3);
        assertThat(figures(cache).blocks()).isEqualTo(1);
        assertThat(figures(cache).bytes()).isEqualTo(10);
    }

    @Test
    void keepsWhatAnotherBatchHasPinned() {
        SpanCache cache = new SpanCache(SpanCacheBounds.each(10));
        Block shared = use(cache, 0, 10);
        Block alone = use(cache, 1, 10);
        assertThat(cache.pin(key(0), 10)).isSameAs(shared);
        assertThat(cache.unpin(List.of(shared, alone))).containsExactly(alone.handle());
        assertThat(cache.isHeld(shared)).isTrue();
        Block next = use(cache, 2, 10);
        assertThat(cache.unpin(List.of(shared))).containsExactly(shared.handle());
        assertThat(cache.unpin(List.of(next))).isEmpty();
    }

    @Test
    void boundsEveryDomainByItself() {
        SpanCache cache = new SpanCache(new SpanCacheBounds(20, Map.of("Protein", 100L)));
        TagId protein = new TagId("Protein", 1, "");
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            blocks.add(held(cache, cache.pin(new SpanKey(protein, text("Protein", i)), 25)));
            blocks.add(use(cache, i, 10));
        }
        assertThat(cache.unpin(blocks)).containsExactly(handle(blocks, 1), handle(blocks, 3));
        assertThat(cache.figures()).extracting(SpanCacheFigures::bytes).containsExactly(100L, 20L);
    }

    @Test
    void holdsNothingBetweenBatchesWhereNothingFits() {
        SpanCache cache = new SpanCache(SpanCacheBounds.each(1));
        for (int batch = 0; batch < 3; batch++) {
            Block block = use(cache, 0, 64);
            assertThat(cache.unpin(List.of(block))).containsExactly(block.handle());
            assertThat(figures(cache)).isEqualTo(new SpanCacheFigures("SMILES", 0, 0, 0, batch + 1));
        }
    }

    @Test
    void neverGivesAHandleTwice() {
        SpanCache cache = new SpanCache(SpanCacheBounds.each(1));
        Set<Long> handles = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            Block block = use(cache, 0, 64);
            assertThat(handles.add(block.handle())).isTrue();
            cache.unpin(List.of(block));
        }
    }

    @Test
    void forgetsSpansThatWereNeverEncoded() {
        SpanCache cache = new SpanCache(SpanCacheBounds.each(100));
        Block kept = use(cache, 0, 10);
        Block failed = cache.pin(key(1), 20);
        assertThat(cache.unpin(List.of(kept, failed))).isEmpty();
        assertThat(figures(cache).bytes()).isEqualTo(10);
        Block again = cache.pin(key(1), 20);
        assertThat(cache.isHeld(again)).isFalse();
        assertThat(again.handle()).isNotEqualTo(failed.handle());
    }

    @Test
    void tellsTagsAndTheirVersionsApart() {
        SpanCache cache = new SpanCache(SpanCacheBounds.each(100));
        Block block = held(cache, cache.pin(new SpanKey(SMILES, text("SMILES", 1, 2)), 10));
        assertThat(cache.pin(new SpanKey(SMILES, text("SMILES", 1, 2)), 10)).isSameAs(block);
        for (SpanKey other : List.of(
                new SpanKey(new TagId("SMILES", 2, ""), text("SMILES", 1, 2)),
                new SpanKey(new TagId("SMILES", 1, "ab"), text("SMILES", 1, 2)),
                new SpanKey(SMILES, text("SMILES", 1, 3)))) {
            assertThat(cache.isHeld(cache.pin(other, 10))).isFalse();
        }
    }

    @Test
    void tellsStemsApartByEverythingBeforeThem() {
        SpanCache cache = new SpanCache(SpanCacheBounds.each(100));
        PrefixKey front = new PrefixKey(null, null, List.of(1));
        Block block = held(cache, cache.pin(new PrefixKey(front, key(7), List.of(10)), 10));
        assertThat(cache.pin(new PrefixKey(new PrefixKey(null, null, List.of(1)), key(7), List.of(10)), 10))
                .isSameAs(block);
        for (PrefixKey other : List.of(
                front,
                new PrefixKey(null, key(7), List.of(10)),
                new PrefixKey(front, key(8), List.of(10)),
                new PrefixKey(front, key(7), List.of(11)))) {
            assertThat(cache.isHeld(cache.pin(other, 10))).isFalse();
        }
    }

    /** A model of what the program holds: never over the bound between batches, never short of a span in use. */
    @Property(tries = 300)
    void programAndCacheHoldTheSameSpans(
            @ForAll @Size(max = 30) List<@Size(min = 1, max = 4) List<@IntRange(max = 7) Integer>> batches,
            @ForAll @IntRange(min = 1, max = 100) int capacity) {
        SpanCache cache = new SpanCache(SpanCacheBounds.each(capacity));
        Map<Long, Long> program = new HashMap<>();
        for (List<Integer> batch : batches) {
            List<Block> used = new ArrayList<>();
            for (int span : new HashSet<>(batch)) {
                Block block = cache.pin(key(span), 5L + span * 7L);
                if (!cache.isHeld(block)) {
                    program.put(held(cache, block).handle(), block.bytes());
                }
                used.add(block);
            }
            assertThat(program.keySet())
                    .containsAll(used.stream().map(Block::handle).toList());
            Arrays.stream(cache.unpin(used)).forEach(program::remove);
            long bytes = program.values().stream().mapToLong(Long::longValue).sum();
            assertThat(figures(cache).bytes()).isEqualTo(bytes).isLessThanOrEqualTo(capacity);
            assertThat(figures(cache).blocks()).isEqualTo(program.size());
        }
    }

    private static SpanCacheFigures figures(SpanCache cache) {
        return cache.figures().stream().findFirst().orElse(new SpanCacheFigures("SMILES", 0, 0, 0, 0));
    }

    private static Block use(SpanCache cache, int span, long bytes) {
        return held(cache, cache.pin(key(span), bytes));
    }

    private static Block held(SpanCache cache, Block block) {
        cache.markHeld(List.of(block));
        return block;
    }

    private static long handle(List<Block> blocks, int index) {
        return blocks.get(index).handle();
    }

    private static SpanKey key(int span) {
        return new SpanKey(SMILES, text("SMILES", span));
    }

    private static SpanText text(String domain, int... ids) {
        return new SpanText(domain, ids, false);
    }
}
