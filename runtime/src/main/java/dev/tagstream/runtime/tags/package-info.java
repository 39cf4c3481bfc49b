/** Tags between the wire and the model. */
@NullMarked
package dev.tagstream.runtime.tags;

import org.jspecify.annotations.NullMarked;
