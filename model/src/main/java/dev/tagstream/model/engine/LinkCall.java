package dev.tagstream.model.engine;

/**
 * One call of the program's {@code link}: the same T rows behind the own spans of B prompts that are sorted by stem, E stems in all.
 *
 * @param rows the rows
 * @param prompts B
 * @param ends (E) the prompt behind each stem's last
 * @param stems (E) handle of each stem's text rows; empty if stems have none
 * @param stemSpans (S, E) handles of the stems' spans
 * @param starts (S, E) position of the own span's first row, counted from the first of each stem span
 * @param own (B) handles of the own spans; empty if there are none
 * @param lengths (B) rows of the own spans
 * @param keep (B) handles to keep the stems under that these rows end; empty if they end none
 * @param layersAtOnce layers whose own blocks are gathered together
 */
@SuppressWarnings("ArrayRecordComponent") // handed to the program and forgotten, never compared
record LinkCall(
        LinkRows rows,
        int prompts,
        long[] ends,
        long[] stems,
        long[] stemSpans,
        long[] starts,
        long[] own,
        long[] lengths,
        long[] keep,
        int layersAtOnce) {}
