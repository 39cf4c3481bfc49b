/** The transformer as a TorchScript program, and how it is packed, loaded and called. */
@NullMarked
package dev.tagstream.model.program;

import org.jspecify.annotations.NullMarked;
