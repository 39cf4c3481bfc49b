/** How predictions compare with results, in sums that add up. */
@NullMarked
package dev.tagstream.runtime.accuracy;

import org.jspecify.annotations.NullMarked;
