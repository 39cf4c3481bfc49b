package dev.tagstream.processor.topology;

import dev.tagstream.common.intake.SourceRecord;
import dev.tagstream.processor.batch.Mailbox;
import dev.tagstream.processor.batch.Outcome;
import dev.tagstream.processor.batch.Submission;
import dev.tagstream.schemas.ScreeningRequest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An accepted request and the outcomes it has so far, one for each function it asks for. Owned by one stream thread. */
final class OpenRequest {
    private final SourceRecord source;
    private final ScreeningRequest request;
    private final @Nullable String canonicalSmiles;
    private @Nullable List<Submission> submissions;
    private final Map<String, Outcome> outcomes = new LinkedHashMap<>();

    OpenRequest(Admitted admitted) {
        this.source = admitted.source();
        this.request = admitted.verdict().request();
        this.canonicalSmiles = admitted.verdict().canonicalSmiles();
    }

    SourceRecord source() {
        return source;
    }

    ScreeningRequest request() {
        return request;
    }

    @Nullable String canonicalSmiles() {
        return canonicalSmiles;
    }

    /** The tasks for the engine, tokenised once however often they are offered. */
    List<Submission> submissions(SpanReader reader, Mailbox replyTo) {
        if (submissions == null) {
            submissions = reader.submissions(this, replyTo);
        }
        return submissions;
    }

    void settle(String function, Outcome outcome) {
        outcomes.put(function, outcome);
    }

    void settleAll(Outcome outcome) {
        request.getFunctions().forEach(function -> settle(function, outcome));
    }

    /** Whether every function has its outcome, so that the request may be answered. */
    boolean isSettled() {
        return outcomes.keySet().containsAll(request.getFunctions());
    }

    /** By function. */
    Map<String, Outcome> outcomes() {
        return Collections.unmodifiableMap(outcomes);
    }
}
