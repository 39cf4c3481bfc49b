package dev.tagstream.model.engine;

import dev.tagstream.model.prompt.Link;
import dev.tagstream.model.prompt.Prompt;
import dev.tagstream.model.prompt.Span;
import dev.tagstream.model.prompt.TagTable;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.TagId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whole prompts with a function tag behind each, padded at the end to the longest.
 *
 * @param size prompts B
 * @param length rows T
 * @param ids (B, T)
 * @param first (B, T): the first row each row may see, which is its span's first or the prompt's
 * @param last (B): the row each prompt is read out at
 * @param tags rows that ids from the vocabulary's size on select, the function tag's before others
 */
@SuppressWarnings("ArrayRecordComponent") // handed to the program and forgotten, never compared
public record PromptBatch(int size, int length, long[] ids, long[] first, long[] last, TagTable tags) {

    static PromptBatch of(List<Prompt> prompts, FunctionTag.Member function, TagTable emptyTable) {
        int functionId = emptyTable.add(function);
        int functionRows = function.rows().rows();
        Map<TagId, Integer> firstIds = new HashMap<>();
        int length =
                functionRows + prompts.stream().mapToInt(Prompt::length).max().orElseThrow();
        long[] ids = new long[prompts.size() * length];
        long[] first = new long[ids.length];
        long[] last = new long[prompts.size()];
        for (int b = 0; b < prompts.size(); b++) {
            int at = b * length;
            for (Link link : prompts.get(b).links()) {
                Span span = link.span();
                if (span != null) {
                    Arrays.fill(first, at, at + span.rows(), link.before());
                    at = span.write(ids, at, firstIds, emptyTable);
                }
                for (int id : link.text()) {
                    ids[at++] = id;
                }
            }
            for (int row = 0; row < functionRows; row++) {
                ids[at++] = (long) functionId + row;
            }
            last[b] = prompts.get(b).length() + functionRows - 1L;
        }
        return new PromptBatch(prompts.size(), length, ids, first, last, emptyTable);
    }
}
