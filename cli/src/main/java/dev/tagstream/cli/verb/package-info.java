/** What each word after {@code tagstream} does. */
@NullMarked
package dev.tagstream.cli.verb;

import org.jspecify.annotations.NullMarked;
