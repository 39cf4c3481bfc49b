/** Labelled files to examples, splits and baselines: what learning from files needs beside the learner. */
@NullMarked
package dev.tagstream.cli.learn;

import org.jspecify.annotations.NullMarked;
