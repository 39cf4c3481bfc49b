package dev.tagstream.model.engine;

/**
 * One call of the program's {@code link}: the same T rows behind the own spans of B prompts that are sorted by prefix, E prefixes in all.
 *
 * @param rows the rows
 * @param ends (E) the prompt behind each prefix's last
 * @param prefixes (E) handle of each prefix's text rows; empty if they have none
 * @param spans (S, E) handles of the prefixes' spans
 * @param starts (S, E) position of the own span's first row, counted from the first of each of these spans
 * @param own (B) handles of the own spans; empty if there are none
 * @param lengths (B) rows of the own spans
 * @param keep (B) handles to keep the prefixes under that these rows end; empty if they end none
 * @param layersAtOnce layers whose own blocks are gathered together
 */
@SuppressWarnings("ArrayRecordComponent") // handed to the program and forgotten, never compared
record LinkCall(
        LinkRows rows,
        long[] ends,
        long[] prefixes,
        long[] spans,
        long[] starts,
        long[] own,
        long[] lengths,
        long[] keep,
        int layersAtOnce) {}
