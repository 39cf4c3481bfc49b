/** The stack that runs on one machine with nothing installed: a Kafka broker in this JVM and a schema registry beside it. */
@NullMarked
package dev.tagstream.local;

import org.jspecify.annotations.NullMarked;
