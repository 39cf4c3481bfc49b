/** Devices and the engines on them. */
@NullMarked
package dev.tagstream.runtime.engines;

import org.jspecify.annotations.NullMarked;
