/** Scorers that take the place of the engine where something else is measured. */
@NullMarked
package dev.tagstream.processor.scorer;

import org.jspecify.annotations.NullMarked;
