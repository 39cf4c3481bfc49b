/** Tags as they travel: encoded, named by their content, signed and believed. */
@NullMarked
package dev.tagstream.common.wire;

import org.jspecify.annotations.NullMarked;
