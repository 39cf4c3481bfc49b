/** First stage: from a record's bytes to a request worth scoring, or a reason why not. */
@NullMarked
package dev.tagstream.processor.intake;

import org.jspecify.annotations.NullMarked;
