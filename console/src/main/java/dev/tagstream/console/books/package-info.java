/** What the console has counted: books of a bounded size, however long a campaign is. */
@NullMarked
package dev.tagstream.console.books;

import org.jspecify.annotations.NullMarked;
