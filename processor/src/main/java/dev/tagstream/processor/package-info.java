/** The screening service: its settings, its start and its end. */
@NullMarked
package dev.tagstream.processor;

import org.jspecify.annotations.NullMarked;
