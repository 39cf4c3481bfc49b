package dev.tagstream.model.engine;

/**
 * Whole prompts, padded at the end to the longest.
 *
 * @param size prompts B
 * @param length rows T
 * @param ids (B, T)
 * @param first (B, T): the first row each row may see
 * @param last (B): the row each prompt is read out at
 */
@SuppressWarnings("ArrayRecordComponent") // handed to the program and forgotten, never compared
record PromptBatch(int size, int length, long[] ids, long[] first, long[] last) {}
