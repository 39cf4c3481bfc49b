package dev.tagstream.model.engine;

import dev.tagstream.model.checkpoint.LlamaConfig;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.TagId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whole prompts in one tensor with the span mask, as the method is written down: what the span cache must agree with, and what
 * gradients are checked against.
 */
final class WholePrompts {
    private WholePrompts() {}

    /** Pads prompts that end in the tag {@code function}, whose rows stand first in {@code tags} afterwards. */
    static PromptBatch of(List<PromptLayout> prompts, FunctionTag.Member function, TagTable tags, LlamaConfig config) {
        int functionId = tags.add(function);
        Map<TagId, Integer> firstIds = new HashMap<>();
        int length = prompts.stream().mapToInt(PromptLayout::length).max().orElseThrow();
        long[] ids = new long[prompts.size() * length]; // (B, T)
        long[] first = new long[prompts.size() * length]; // (B, T)
        long[] last = new long[prompts.size()];
        for (int b = 0; b < prompts.size(); b++) {
            PromptLayout prompt = prompts.get(b);
            int[] promptIds =
                    prompt.ids(functionId, tag -> firstIds.computeIfAbsent(tag.id(), id -> tags.add(tag.rows())));
            int[] firstSeen = prompt.firstSeen();
            for (int row = 0; row < promptIds.length; row++) {
                ids[b * length + row] = promptIds[row];
                first[b * length + row] = firstSeen[row];
            }
            last[b] = promptIds.length - 1L;
        }
        if (functionId != config.vocabularySize()) {
            throw new IllegalArgumentException("the function tag must be the first of its table");
        }
        return new PromptBatch(prompts.size(), length, ids, first, last);
    }
}
