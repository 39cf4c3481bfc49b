/** Where accepted requests wait for their outcome: a changelogged store, so that a restart loses none of them. */
@NullMarked
package dev.tagstream.processor.pending;

import org.jspecify.annotations.NullMarked;
