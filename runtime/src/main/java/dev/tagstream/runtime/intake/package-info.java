/** The checks that every record from outside passes, and the record that says why one did not. */
@NullMarked
package dev.tagstream.runtime.intake;

import org.jspecify.annotations.NullMarked;
