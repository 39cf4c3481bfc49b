/** Options that several verbs have: where Kafka is, which model, which device. */
@NullMarked
package dev.tagstream.cli.options;

import org.jspecify.annotations.NullMarked;
