/** A processor kept busy for long, and what grows meanwhile. */
@NullMarked
package dev.tagstream.bench.soak;

import org.jspecify.annotations.NullMarked;
