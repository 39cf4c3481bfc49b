/** First of all: which functions there are to learn for. */
@NullMarked
package dev.tagstream.trainer.functions;

import org.jspecify.annotations.NullMarked;
