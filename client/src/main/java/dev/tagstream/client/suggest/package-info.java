/** What to measure next. */
@NullMarked
package dev.tagstream.client.suggest;

import org.jspecify.annotations.NullMarked;
