/** A round of learning: from results to a decision on a candidate, on a thread of its own; knows nothing of Kafka. */
@NullMarked
package dev.tagstream.trainer.round;

import org.jspecify.annotations.NullMarked;
