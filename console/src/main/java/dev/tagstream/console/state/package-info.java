/** What the console has counted: figures of a bounded size, however long a campaign is. */
@NullMarked
package dev.tagstream.console.state;

import org.jspecify.annotations.NullMarked;
