/** Verbs for who runs an installation: topics, rights, lag, models. */
@NullMarked
package dev.tagstream.cli.admin;

import org.jspecify.annotations.NullMarked;
