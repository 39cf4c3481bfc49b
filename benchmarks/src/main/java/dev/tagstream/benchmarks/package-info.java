/** JMH benchmarks; those of a package's inner pieces stand in a package of the same name. */
@NullMarked
package dev.tagstream.benchmarks;

import org.jspecify.annotations.NullMarked;
