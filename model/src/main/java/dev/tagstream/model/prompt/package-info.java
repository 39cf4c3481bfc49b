@NullMarked
package dev.tagstream.model.prompt;

import org.jspecify.annotations.NullMarked;
