/** Pairs a second through Kafka, and processors with engines of a fixed time. */
@NullMarked
package dev.tagstream.bench.stream;

import org.jspecify.annotations.NullMarked;
