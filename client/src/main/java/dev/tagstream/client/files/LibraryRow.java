package dev.tagstream.client.files;

/**
 * One molecule of a library.
 *
 * @param line where the file has it
 * @param id the library's own identifier, or {@code line-N} where the row has none
 * @param smiles as written, not empty; nothing more is known of it
 */
public record LibraryRow(long line, String id, String smiles) {}
