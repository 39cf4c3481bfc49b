/** Last stage: the Kafka Streams topology of the trainer, and what each of its tasks does. */
@NullMarked
package dev.tagstream.trainer.topology;

import org.jspecify.annotations.NullMarked;
