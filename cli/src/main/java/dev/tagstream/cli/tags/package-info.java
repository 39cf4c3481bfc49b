/** Verbs about tags and their versions. */
@NullMarked
package dev.tagstream.cli.tags;

import org.jspecify.annotations.NullMarked;
