/** Who may do what with which topic, group and transaction: the one catalogue that rights are printed and granted from. */
@NullMarked
package dev.tagstream.cli.access;

import org.jspecify.annotations.NullMarked;
