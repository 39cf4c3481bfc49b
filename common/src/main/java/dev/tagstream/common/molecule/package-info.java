/** What a SMILES means, and the one way to write it. */
@NullMarked
package dev.tagstream.common.molecule;

import org.jspecify.annotations.NullMarked;
