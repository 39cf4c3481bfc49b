@NullMarked
package dev.tagstream.model.checkpoint;

import org.jspecify.annotations.NullMarked;
