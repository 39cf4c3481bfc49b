/** Looks at what an installation stands on, and says of each thing whether it is as it should be and what to do if not. */
@NullMarked
package dev.tagstream.cli.doctor;

import org.jspecify.annotations.NullMarked;
