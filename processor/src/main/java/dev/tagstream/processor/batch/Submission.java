package dev.tagstream.processor.batch;

import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.schemas.RequestLane;

/**
 * One task on its way to the engine.
 *
 * @param ticket the submitter's own name for the request the task belongs to; comes back with the outcome
 * @param task what to score
 * @param replyTo where the outcome goes
 * @param lane that the request came by
 */
public record Submission(long ticket, ScoringTask task, Mailbox replyTo, RequestLane lane) {
    /** Of a campaign. */
    public Submission(long ticket, ScoringTask task, Mailbox replyTo) {
        this(ticket, task, replyTo, RequestLane.BULK);
    }

    /** Tokens this task takes of a budget; at least one, so that no number of tasks is free. */
    int tokens() {
        return Math.max(1, task.dataTokens());
    }

    void answer(Outcome outcome) {
        replyTo.deliver(new Delivery(ticket, task.function(), outcome));
    }
}
