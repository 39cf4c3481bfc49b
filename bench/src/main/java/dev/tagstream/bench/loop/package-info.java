/** How soon results change predictions: from feedback sent to a version in use. */
@NullMarked
package dev.tagstream.bench.loop;

import org.jspecify.annotations.NullMarked;
