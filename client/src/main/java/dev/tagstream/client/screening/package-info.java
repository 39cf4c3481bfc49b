/** Sends libraries, and follows what becomes of each request. */
@NullMarked
package dev.tagstream.client.screening;

import org.jspecify.annotations.NullMarked;
