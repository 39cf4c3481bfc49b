package dev.tagstream.processor.topology;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tagstream.model.engine.Scorer;
import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.model.prompt.SpanText;
import dev.tagstream.processor.batch.Mailbox;
import dev.tagstream.processor.batch.Submission;
import dev.tagstream.schemas.ScreeningRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns a request into tasks for the engine: the protein first, so that molecules with the same protein meet in a batch.
 *
 * <p>Requests share proteins, and often molecules: the tokens of a text are remembered for the next one, whichever stream
 * thread reads it.
 */
final class SpanReader {
    /** Of remembered texts with their tokens: some 20,000 proteins of ordinary length. */
    private static final long MEMORY_BYTES = 32L << 20;

    private static final int ENTRY_BYTES = 200;

    private record Text(String domain, String text) {}

    private final Scorer scorer;
    private final Cache<Text, SpanText> remembered = Caffeine.newBuilder()
            .maximumWeight(MEMORY_BYTES)
            .weigher((Text text, SpanText span) ->
                    ENTRY_BYTES + text.text().length() + Integer.BYTES * span.ids().length)
            .executor(Runnable::run)
            .build();

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
            spans.add(remembered.get(new Text(domain, text), any -> scorer.tokenize(domain, text)));
        }
    }
}
