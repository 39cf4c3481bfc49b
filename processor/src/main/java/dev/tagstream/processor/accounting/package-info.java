/** What the process has been asked for, has answered and still owes, counted as it happens. */
@NullMarked
package dev.tagstream.processor.accounting;

import org.jspecify.annotations.NullMarked;
