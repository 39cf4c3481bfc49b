/** Measured values to assay results: units, relations, replicates. */
@NullMarked
package dev.tagstream.client.feedback;

import org.jspecify.annotations.NullMarked;
