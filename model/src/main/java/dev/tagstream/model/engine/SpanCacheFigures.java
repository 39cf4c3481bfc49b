package dev.tagstream.model.engine;

/**
 * What the span cache holds and how often it helped.
 *
 * @param spans spans held
 * @param bytes bytes of keys and values held
 * @param hits spans found since the engine was opened
 * @param misses spans that had to be encoded
 */
public record SpanCacheFigures(long spans, long bytes, long hits, long misses) {}
