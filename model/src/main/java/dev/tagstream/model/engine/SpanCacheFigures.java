package dev.tagstream.model.engine;

/**
 * What the span cache holds of one domain and how often it helped.
 *
 * @param domain name of the domain tag; empty for the text rows between spans, which are kept alike
 * @param blocks spans held
 * @param bytes bytes of keys and values held
 * @param hits blocks found since the engine was opened, counted once a batch
 * @param misses blocks that had to be computed
 */
public record SpanCacheFigures(String domain, long blocks, long bytes, long hits, long misses) {}
