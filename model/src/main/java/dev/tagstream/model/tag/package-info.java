@NullMarked
package dev.tagstream.model.tag;

import org.jspecify.annotations.NullMarked;
