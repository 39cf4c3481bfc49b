@NullMarked
package dev.tagstream.tags.prompt;

import org.jspecify.annotations.NullMarked;
