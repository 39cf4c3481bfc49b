/** Tensors and JSON in files. */
@NullMarked
package dev.tagstream.tags.file;

import org.jspecify.annotations.NullMarked;
