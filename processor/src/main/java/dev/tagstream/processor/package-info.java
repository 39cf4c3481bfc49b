/**
 * The screening service: its settings, its start and its end.
 *
 * <p>A request passes the packages in this order: {@code dev.tagstream.common.intake} makes of a record's bytes a validated request,
 * {@code pending} keeps it until it is answered, {@code tokenize} makes spans of its data, {@code batch} scores them with others', {@code answer}
 * makes and sends the records that answer it. {@code topology} ties them to Kafka's nodes and tasks, {@code accounting} counts
 * what comes and goes, and {@code ops} tells it.
 */
@NullMarked
package dev.tagstream.processor;

import org.jspecify.annotations.NullMarked;
