/** What processors have still to do. */
@NullMarked
package dev.tagstream.client.lag;

import org.jspecify.annotations.NullMarked;
