/** Settings: where they come from, what they may be, and every problem with them told at once. */
@NullMarked
package dev.tagstream.runtime.config;

import org.jspecify.annotations.NullMarked;
