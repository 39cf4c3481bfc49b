@NullMarked
package dev.tagstream.model.learn;

import org.jspecify.annotations.NullMarked;
