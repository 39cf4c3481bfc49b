/**
 * A library for programs that talk to an installation of tagstream: no engine, no command line, no broker.
 *
 * <p>{@link dev.tagstream.client.KafkaConnection} says where the installation is. {@code screening} sends libraries and follows
 * their outcomes, {@code feedback} turns measured values into results, {@code tags} reads and publishes versions of tags,
 * {@code lag} says what is still to do, {@code suggest} what to measure next, {@code files} reads and writes what people have.
 * What can't be done is a {@link dev.tagstream.client.TagstreamException} with a sentence for a person.
 */
@NullMarked
package dev.tagstream.client;

import org.jspecify.annotations.NullMarked;
