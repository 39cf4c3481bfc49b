/** Verbs that learn from files, and feedback to a trainer. */
@NullMarked
package dev.tagstream.cli.learn;

import org.jspecify.annotations.NullMarked;
