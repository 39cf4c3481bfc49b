/** Benches beyond that of the engine, as verbs of {@code tagstream bench}. */
@NullMarked
package dev.tagstream.bench;

import org.jspecify.annotations.NullMarked;
