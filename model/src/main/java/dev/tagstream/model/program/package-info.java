/** The transformer as a TorchScript program: how it is packed, and how its methods are called. */
@NullMarked
package dev.tagstream.model.program;

import org.jspecify.annotations.NullMarked;
