/** Libraries, targets, pairs and labelled files in, tables out. */
@NullMarked
package dev.tagstream.client.files;

import org.jspecify.annotations.NullMarked;
