/** What laboratories measure: units, relations, replicates, and what to measure next. Knows neither Kafka nor a model. */
@NullMarked
package dev.tagstream.cli.assay;

import org.jspecify.annotations.NullMarked;
