/** Files and terminal: libraries, targets and pairs in, result tables out. Knows neither Kafka nor a model. */
@NullMarked
package dev.tagstream.cli.io;

import org.jspecify.annotations.NullMarked;
