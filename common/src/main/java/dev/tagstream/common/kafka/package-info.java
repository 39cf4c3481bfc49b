/** Reading topics and asking brokers, for services and clients alike. */
@NullMarked
package dev.tagstream.common.kafka;

import org.jspecify.annotations.NullMarked;
