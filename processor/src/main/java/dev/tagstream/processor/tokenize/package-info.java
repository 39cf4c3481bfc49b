/** Where the data of a request becomes tokens: as spans, the same for every function it asks for. */
@NullMarked
package dev.tagstream.processor.tokenize;

import org.jspecify.annotations.NullMarked;
