/** What stands in sentences for people. */
@NullMarked
package dev.tagstream.tags.text;

import org.jspecify.annotations.NullMarked;
