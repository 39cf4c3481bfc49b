/** JMH benchmarks of the hot pieces. */
@NullMarked
package dev.tagstream.bench.micro;

import org.jspecify.annotations.NullMarked;
