/** Tags in use and their history; publishes, pins and withdraws them. */
@NullMarked
package dev.tagstream.client.tags;

import org.jspecify.annotations.NullMarked;
