/**
 * Where requests of all stream threads meet the one engine: a bounded queue, a policy that decides when a batch is due, and
 * the thread that scores it and answers into the mailbox of the task that asked.
 */
@NullMarked
package dev.tagstream.processor.batch;

import org.jspecify.annotations.NullMarked;
