/** What stands in sentences for people. */
@NullMarked
package dev.tagstream.model.text;

import org.jspecify.annotations.NullMarked;
