/** A service of this system in a process: its start, its end, and what is common to all of them. */
@NullMarked
package dev.tagstream.runtime.service;

import org.jspecify.annotations.NullMarked;
