package dev.tagstream.model.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.model.prompt.SpanText;
import dev.tagstream.model.tag.TagId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
        SpanCache cache = new SpanCache(30);
        long[] handles = new long[3];
        for (int i = 0; i < 3; i++) {
            handles[i] = use(cache, i, 10);
        }
        assertThat(cache.release()).isEmpty();
        assertThat(cache.acquire(key(0))).isTrue();
        assertThat(cache.release()).isEmpty();
        use(cache, 3, 20);
        assertThat(cache.release()).containsExactly(handles[1], handles[2]);
        assertThat(cache.acquire(key(1))).isFalse();
        assertThat(cache.acquire(key(0))).isTrue();
        assertThat(cache.handle(key(0))).isEqualTo(handles[0]);
    }

    @Test
    void keepsEverySpanOfABatchUntilItEnds() {
        SpanCache cache = new SpanCache(10);
        for (int i = 0; i < 5; i++) {
            use(cache, i, 10);
        }
        for (int i = 0; i < 5; i++) {
            assertThat(cache.handle(key(i))).isEqualTo(i);
        }
        assertThat(cache.figures().bytes()).isEqualTo(50);
        assertThat(cache.release()).containsExactly(0, 1, 2, 3);
        assertThat(cache.figures().spans()).isEqualTo(1);
        assertThat(cache.figures().bytes()).isEqualTo(10);
    }

    @Test
    void holdsNothingBetweenBatchesWhereNothingFits() {
        SpanCache cache = new SpanCache(1);
        for (int batch = 0; batch < 3; batch++) {
            assertThat(cache.acquire(key(0))).isFalse();
            long handle = cache.add(key(0), 64);
            assertThat(cache.handle(key(0))).isEqualTo(handle);
            assertThat(cache.release()).containsExactly(handle);
            assertThat(cache.figures()).isEqualTo(new SpanCacheFigures(0, 0, 0, batch + 1));
        }
    }

    @Test
    void neverGivesAHandleTwice() {
        SpanCache cache = new SpanCache(1);
        Set<Long> handles = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            assertThat(handles.add(use(cache, 0, 64))).isTrue();
            cache.release();
        }
    }

    @Test
    void knowsAHandleOnlyWhileItsSpanIsInUse() {
        SpanCache cache = new SpanCache(100);
        use(cache, 0, 10);
        cache.release();
        assertThatThrownBy(() -> cache.handle(key(0))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void forgetsSpansThatWereNeverEncoded() {
        SpanCache cache = new SpanCache(100);
        long kept = use(cache, 0, 10);
        long failed = use(cache, 1, 20);
        assertThat(cache.remove(List.of(key(1), key(2)))).containsExactly(failed);
        assertThat(cache.acquire(key(1))).isFalse();
        assertThat(cache.handle(key(0))).isEqualTo(kept);
        assertThat(cache.figures().bytes()).isEqualTo(10);
    }

    @Test
    void tellsTagsAndTheirVersionsApart() {
        SpanText text = new SpanText("SMILES", new int[] {1, 2}, false);
        SpanCache cache = new SpanCache(100);
        cache.add(new SpanKey(SMILES, text), 10);
        assertThat(cache.acquire(new SpanKey(SMILES, new SpanText("SMILES", new int[] {1, 2}, false))))
                .isTrue();
        assertThat(cache.acquire(new SpanKey(new TagId("SMILES", 2, ""), text))).isFalse();
        assertThat(cache.acquire(new SpanKey(new TagId("SMILES", 1, "ab"), text)))
                .isFalse();
        assertThat(cache.acquire(new SpanKey(SMILES, new SpanText("SMILES", new int[] {1, 3}, false))))
                .isFalse();
    }

    /** A model of what the program holds: never over the bound between batches, never short of a span in use. */
    @Property(tries = 300)
    void programAndCacheHoldTheSameSpans(
            @ForAll @Size(max = 30) List<@Size(min = 1, max = 4) List<@IntRange(max = 7) Integer>> batches,
            @ForAll @IntRange(min = 1, max = 100) int capacity) {
        SpanCache cache = new SpanCache(capacity);
        Map<Long, Long> program = new HashMap<>();
        for (List<Integer> batch : batches) {
            Map<Integer, Long> used = new LinkedHashMap<>();
            for (int span : new HashSet<>(batch)) {
                if (!cache.acquire(key(span))) {
                    program.put(cache.add(key(span), 5L + span * 7L), 5L + span * 7L);
                }
                used.put(span, cache.handle(key(span)));
            }
            assertThat(program.keySet()).containsAll(used.values());
            Arrays.stream(cache.release()).forEach(program::remove);
            long bytes = program.values().stream().mapToLong(Long::longValue).sum();
            assertThat(cache.figures().bytes()).isEqualTo(bytes).isLessThanOrEqualTo(capacity);
            assertThat(cache.figures().spans()).isEqualTo(program.size());
        }
    }

    private static long use(SpanCache cache, int span, long bytes) {
        assertThat(cache.acquire(key(span))).isFalse();
        return cache.add(key(span), bytes);
    }

    private static SpanKey key(int span) {
        return new SpanKey(SMILES, new SpanText("SMILES", new int[] {span}, false));
    }
}
