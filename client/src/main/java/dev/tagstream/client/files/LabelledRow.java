package dev.tagstream.client.files;

import java.util.List;

/**
 * One labelled row of a CSV.
 *
 * @param line counted from 1
 * @param texts data of the spans asked for, in their order
 * @param label as written
 * @param relation as written; empty where there is none
 */
public record LabelledRow(long line, List<String> texts, String label, String relation) {
    public LabelledRow {
        texts = List.copyOf(texts);
    }
}
