/** The page: its files, its figures as JSON, and its drawings of molecules. */
@NullMarked
package dev.tagstream.console.page;

import org.jspecify.annotations.NullMarked;
