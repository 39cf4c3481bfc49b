/** What predictions were worth: joined with the results that came later, by version. */
@NullMarked
package dev.tagstream.trainer.accuracy;

import org.jspecify.annotations.NullMarked;
