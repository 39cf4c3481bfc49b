@NullMarked
package dev.tagstream.processor.intake;

import org.jspecify.annotations.NullMarked;
