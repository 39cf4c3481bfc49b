/** What a new version of a tag costs running processors. */
@NullMarked
package dev.tagstream.bench.swap;

import org.jspecify.annotations.NullMarked;
