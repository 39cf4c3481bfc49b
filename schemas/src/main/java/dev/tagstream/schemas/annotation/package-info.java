/** Marks of what generated records may leave out, for NullAway. */
@NullMarked
package dev.tagstream.schemas.annotation;

import org.jspecify.annotations.NullMarked;
