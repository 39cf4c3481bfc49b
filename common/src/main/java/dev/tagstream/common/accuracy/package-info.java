/** How predictions compare with results, in sums that add up. */
@NullMarked
package dev.tagstream.common.accuracy;

import org.jspecify.annotations.NullMarked;
