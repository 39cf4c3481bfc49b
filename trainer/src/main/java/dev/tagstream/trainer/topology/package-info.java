/** Last stage: the Kafka Streams topology of the trainer, and the desk of each of its tasks. */
@NullMarked
package dev.tagstream.trainer.topology;

import org.jspecify.annotations.NullMarked;
