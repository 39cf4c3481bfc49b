@NullMarked
package dev.tagstream.cli.model;

import org.jspecify.annotations.NullMarked;
