/** What a service tells those who run it: metrics, health and pages over HTTP. */
@NullMarked
package dev.tagstream.runtime.ops;

import org.jspecify.annotations.NullMarked;
