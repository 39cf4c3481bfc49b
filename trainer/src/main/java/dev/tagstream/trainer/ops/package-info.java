/** What the trainer tells those who run it: its metrics, and whether it is ready. */
@NullMarked
package dev.tagstream.trainer.ops;

import org.jspecify.annotations.NullMarked;
