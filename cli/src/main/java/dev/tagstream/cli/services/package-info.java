/** Verbs that run a processor or a trainer. */
@NullMarked
package dev.tagstream.cli.services;

import org.jspecify.annotations.NullMarked;
