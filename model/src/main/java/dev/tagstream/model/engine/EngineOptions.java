package dev.tagstream.model.engine;

import dev.tagstream.tags.Domain;
import dev.tagstream.tags.file.TensorType;
import java.util.Map;

/**
 * How an engine runs.
 *
 * @param device {@code cpu}, or {@code cuda:0} and so on
 * @param dtype what the engine computes in: F32 or BF16
 * @param spanCache bounds of the span cache; a batch in use may exceed them for its own duration
 * @param scratchBytes about how much memory one call of the program may take beside weights and cached spans; {@link
 *     #BY_DEVICE} for what suits the device
 * @param spanLimits longest data of a span in tokens, by domain, longer data is cut; a domain without a limit gets a part of the
 *     model's positions: half of them for Protein, a quarter for any other
 */
public record EngineOptions(
        String device,
        TensorType dtype,
        SpanCacheBounds spanCache,
        long scratchBytes,
        Map<String, Integer> spanLimits) {
    /** Scratch memory as {@link Hardware#scratchBytes} says. */
    public static final long BY_DEVICE = 0;

    /** float32 on the CPU with a cache of 1 GiB for each domain. */
    public static final EngineOptions DEFAULT =
            new EngineOptions("cpu", TensorType.F32, SpanCacheBounds.each(1L << 30), BY_DEVICE, Map.of());

    public EngineOptions {
        spanLimits = Map.copyOf(spanLimits);
        spanLimits.forEach((domain, limit) -> {
            if (limit < 1) {
                throw new IllegalArgumentException("span limit of %s is %d, not a length".formatted(domain, limit));
            }
        });
        if (!device.matches("cpu|cuda:\\d+")) {
            throw new IllegalArgumentException("device \"%s\" is neither cpu nor cuda:N".formatted(device));
        }
        if (dtype != TensorType.F32 && dtype != TensorType.BF16) {
            throw new IllegalArgumentException("dtype %s is neither F32 nor BF16".formatted(dtype));
        }
    }

    public EngineOptions withDtype(TensorType other) {
        return new EngineOptions(device, other, spanCache, scratchBytes, spanLimits);
    }

    /** With the same bound for every domain. */
    public EngineOptions withSpanCacheBytes(long bytes) {
        return withSpanCache(SpanCacheBounds.each(bytes));
    }

    public EngineOptions withSpanCache(SpanCacheBounds bounds) {
        return new EngineOptions(device, dtype, bounds, scratchBytes, spanLimits);
    }

    public EngineOptions withSpanLimits(Map<String, Integer> limits) {
        return new EngineOptions(device, dtype, spanCache, scratchBytes, limits);
    }

    public EngineOptions withDevice(String other) {
        return new EngineOptions(other, dtype, spanCache, scratchBytes, spanLimits);
    }

    public EngineOptions withScratchBytes(long bytes) {
        return new EngineOptions(device, dtype, spanCache, bytes, spanLimits);
    }

    /** Longest data of a span of {@code domain} in tokens, for a model of {@code maxPositions}. */
    public int spanLimit(String domain, int maxPositions) {
        return spanLimits.getOrDefault(
                domain, domain.equals(Domain.PROTEIN.name()) ? maxPositions / 2 : maxPositions / 4);
    }
}
