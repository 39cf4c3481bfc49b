/** Follows the topics into the state, and asks the brokers for the processors' group. */
@NullMarked
package dev.tagstream.console.reader;

import org.jspecify.annotations.NullMarked;
