@NullMarked
package dev.tagstream.model.engine;

import org.jspecify.annotations.NullMarked;
