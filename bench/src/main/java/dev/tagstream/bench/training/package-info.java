/** Steps a second of learning a function tag. */
@NullMarked
package dev.tagstream.bench.training;

import org.jspecify.annotations.NullMarked;
