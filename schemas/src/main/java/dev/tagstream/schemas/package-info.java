/** What travels on topics: the generated records, the catalogue of topics, and the serdes that put one on the other. */
@NullMarked
package dev.tagstream.schemas;

import org.jspecify.annotations.NullMarked;
