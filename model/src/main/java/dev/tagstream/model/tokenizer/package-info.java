@NullMarked
package dev.tagstream.model.tokenizer;

import org.jspecify.annotations.NullMarked;
