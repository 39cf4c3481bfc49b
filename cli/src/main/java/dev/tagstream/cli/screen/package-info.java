/** Verbs that score: screen, results, suggest, score. */
@NullMarked
package dev.tagstream.cli.screen;

import org.jspecify.annotations.NullMarked;
