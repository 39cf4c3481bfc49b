/** How good learned tags are on public sets, beside baselines. */
@NullMarked
package dev.tagstream.bench.quality;

import org.jspecify.annotations.NullMarked;
