/** The learning service: its settings, its start and its end. */
@NullMarked
package dev.tagstream.trainer;

import org.jspecify.annotations.NullMarked;
