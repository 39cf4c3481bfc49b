/** What is learned from: the results kept of each function, in a changelogged store. */
@NullMarked
package dev.tagstream.trainer.replay;

import org.jspecify.annotations.NullMarked;
