/** What the processor tells those who run it: its metrics, whether it is ready, and what it has still to do. */
@NullMarked
package dev.tagstream.processor.ops;

import org.jspecify.annotations.NullMarked;
