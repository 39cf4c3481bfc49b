/** The flow itself: which node reads what, and the one stream task's way from a request to its answers. */
@NullMarked
package dev.tagstream.processor.topology;

import org.jspecify.annotations.NullMarked;
