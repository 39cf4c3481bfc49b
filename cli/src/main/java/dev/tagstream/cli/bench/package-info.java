/** What the bench of the engine is made of: workloads, runs, and what they are measured by. */
@NullMarked
package dev.tagstream.cli.bench;

import org.jspecify.annotations.NullMarked;
