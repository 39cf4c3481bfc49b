package dev.tagstream.model.engine;

/**
 * The rows outside spans of B prompts of one template, and the spans they see. A span is seen by the rows from index {@code
 * from} on.
 *
 * @param size prompts B
 * @param ids (B, T)
 * @param positions (B, T): place of each row in its whole prompt
 * @param sharedHandle the span all prompts have at the same offset, or -1
 * @param sharedOffset position of its first row
 * @param sharedFrom first row index that sees it
 * @param ownHandles (S, B) the other spans
 * @param ownLengths (S, B) their rows
 * @param ownOffsets (S, B) positions of their first rows
 * @param ownFrom (S) first row index that sees each
 */
@SuppressWarnings("ArrayRecordComponent") // handed to the program and forgotten, never compared
record TailBatch(
        int size,
        long[] ids,
        long[] positions,
        long sharedHandle,
        long sharedOffset,
        long sharedFrom,
        long[] ownHandles,
        long[] ownLengths,
        long[] ownOffsets,
        long[] ownFrom) {}
