/** Last stage: the records that answer a request, and the sinks that they go to. */
@NullMarked
package dev.tagstream.processor.answer;

import org.jspecify.annotations.NullMarked;
