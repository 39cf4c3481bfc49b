package dev.tagstream.processor.topology;

import dev.tagstream.model.engine.Scorer;
import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.model.prompt.SpanText;
import dev.tagstream.processor.batch.Mailbox;
import dev.tagstream.processor.batch.Submission;
import dev.tagstream.schemas.ScreeningRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns a request into tasks for the engine: the protein first, so that molecules with the same protein meet in a batch. */
final class SpanReader {
    private final Scorer scorer;

    SpanReader(Scorer scorer) {
        this.scorer = scorer;
    }

    /**
     * One task for each function asked for, all with the same data.
     *
     * @throws dev.tagstream.model.tokenizer.UntokenizableTextException if the tokenizer has no token for a character
     */
    List<Submission> submissions(OpenRequest open, Mailbox replyTo) {
        ScreeningRequest request = open.request();
        List<SpanText> spans = new ArrayList<>();
        read("Protein", request.getProtein(), spans);
        read("SMILES", request.getSmiles(), spans);
        return request.getFunctions().stream()
                .map(function -> new Submission(open.source().offset(), new ScoringTask(function, spans), replyTo))
                .toList();
    }

    private void read(String domain, @Nullable String text, List<SpanText> spans) {
        if (text != null && !text.isBlank()) {
            spans.add(scorer.tokenize(domain, text));
        }
    }
}
