/** What every Kafka Streams service here needs: start, end, recovery of threads, and the tags as global stores. */
@NullMarked
package dev.tagstream.runtime.streams;

import org.jspecify.annotations.NullMarked;
