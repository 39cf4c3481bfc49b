/** The {@code tagstream} command. */
@NullMarked
package dev.tagstream.cli;

import org.jspecify.annotations.NullMarked;
