/** The checks that every record from outside passes, and why one did not, in codes that never change. */
@NullMarked
package dev.tagstream.common.intake;

import org.jspecify.annotations.NullMarked;
