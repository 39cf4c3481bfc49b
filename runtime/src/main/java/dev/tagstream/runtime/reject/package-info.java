/** Why a record or one function of it got no prediction, in codes that never change. */
@NullMarked
package dev.tagstream.runtime.reject;

import org.jspecify.annotations.NullMarked;
