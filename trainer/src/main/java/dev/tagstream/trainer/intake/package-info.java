/** From a record's bytes to a result worth learning from, or a reason why not. */
@NullMarked
package dev.tagstream.trainer.intake;

import org.jspecify.annotations.NullMarked;
