@NullMarked
package dev.tagstream.tags;

import org.jspecify.annotations.NullMarked;
