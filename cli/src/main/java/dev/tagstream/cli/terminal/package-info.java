/** What a person sees: tables, progress, exit codes. */
@NullMarked
package dev.tagstream.cli.terminal;

import org.jspecify.annotations.NullMarked;
