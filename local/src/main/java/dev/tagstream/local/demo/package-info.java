/** The demo: screens, learns, ranks. */
@NullMarked
package dev.tagstream.local.demo;

import org.jspecify.annotations.NullMarked;
