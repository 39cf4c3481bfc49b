/** A page on what an installation does, read from its topics and served by any of its services. */
@NullMarked
package dev.tagstream.console;

import org.jspecify.annotations.NullMarked;
