package dev.tagstream.processor.topology;

import dev.tagstream.common.intake.Intake;
import dev.tagstream.common.intake.RejectReason;
import dev.tagstream.common.intake.SourceRecord;
import dev.tagstream.common.intake.Verdict;
import dev.tagstream.model.tokenizer.UntokenizableTextException;
import dev.tagstream.processor.batch.Batcher;
import dev.tagstream.processor.batch.Delivery;
import dev.tagstream.processor.batch.Mailbox;
import dev.tagstream.processor.batch.Outcome;
import dev.tagstream.processor.batch.Submission;
import dev.tagstream.processor.pending.PendingRequests;
import dev.tagstream.schemas.RequestLane;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * One stream task's way from accepted requests to answers: store, line up, submit, collect outcomes, answer and forget.
 *
 * <p>Assumes: all calls come from the task's stream thread, inside {@code process()} or a punctuation, so that what is stored,
 * deleted and sent within one call lies in one transaction.
 *
 * <p>Guarantees: a request is answered for all its functions at once, together with its deletion from the store; it never
 * waits for the model, and for room before it no longer than the {@link WaitBudget}; after {@link #close} nothing is sent.
 */
final class ScreeningDesk {
    /** Keeps a punctuation short where a restart left many requests to read again. */
    private static final int MOST_PER_TIDYING = 256;

    private final ScreeningServices services;
    private final Intake intake;
    private final PendingRequests pending;
    private final Replies replies;
    private final TaskLedger ledger;
    private final Batcher batcher;
    private final WaitBudget budget;
    private final SpanReader spanReader;
    private final Mailbox mailbox = new Mailbox();
    private final WaitingLine line = new WaitingLine();
    private final Map<Long, OpenRequest> submitted = new LinkedHashMap<>(); // by offset, the first taken first
    private final long lastRestored; // offset, -1 if nothing was restored

    /** Lines up what an earlier owner of the task left in the store. */
    ScreeningDesk(
            ScreeningServices services,
            PendingRequests pending,
            Replies replies,
            TaskLedger ledger,
            ProteinTokens proteins,
            RequestLane lane,
            WaitBudget budget) {
        this.services = services;
        this.intake = services.intakes().get();
        this.pending = pending;
        this.replies = replies;
        this.ledger = ledger;
        this.batcher = services.batcher();
        this.budget = budget;
        this.spanReader = new SpanReader(services.scorer(), proteins, lane);
        List<Long> restored = pending.offsets();
        restored.forEach(line::join);
        ledger.held(restored.size());
        this.lastRestored = restored.isEmpty() ? -1 : restored.get(restored.size() - 1);
        if (!restored.isEmpty()) {
            ledger.read(lastRestored);
        }
    }

    /** Stores a request and brings it, after those before it, on its way. */
    void take(Admitted admitted) {
        SourceRecord source = admitted.source();
        if (isRestored(source.offset()) && pending.find(source.offset()) != null) {
            return; // read again after a restart without transactions; it stands in the line already
        }
        ledger.received(admitted.verdict().request());
        ledger.held(1);
        ledger.read(source.offset());
        pending.put(source);
        line.join(new OpenRequest(admitted));
        while (!line.isEmpty() && !budget.isSpent()) {
            sendSettled();
            budget.spend(this::submitFirst);
        }
    }

    /** Sends what the engine has finished, and submits without waiting what there is room for. */
    void tidy() {
        batcher.ensureAvailable();
        sendSettled();
        for (int i = 0; i < MOST_PER_TIDYING && submitFirst(Duration.ZERO); i++) {}
        budget.refill();
        ledger.oldest(oldestTimestamp());
    }

    private OptionalLong oldestTimestamp() {
        return Stream.concat(submitted.values().stream(), line.atHand().stream())
                .mapToLong(open -> open.source().timestamp())
                .findFirst();
    }

    void close() {
        mailbox.close();
        ledger.handOver();
    }

    /** Whether the first in the line left it; waits for room no longer than {@code patience}. */
    private boolean submitFirst(Duration patience) {
        Optional<OpenRequest> first = line.first(this::reload);
        boolean leaves = first.isPresent() && submit(first.get(), patience);
        if (leaves) {
            line.removeFirst();
        }
        return leaves;
    }

    private boolean submit(OpenRequest open, Duration patience) {
        List<Submission> submissions;
        try {
            submissions = open.submissions(spanReader, mailbox);
        } catch (UntokenizableTextException e) {
            open.settleAll(new Outcome.Refused(RejectReason.UNTOKENIZABLE, String.valueOf(e.getMessage())));
            answer(open);
            return true;
        }
        if (!batcher.offer(submissions, patience)) {
            return false;
        }
        submitted.put(open.source().offset(), open);
        return true;
    }

    /** Reads a request from the store again; one that intake refuses by now is answered on the spot. */
    private Optional<OpenRequest> reload(long offset) {
        SourceRecord source = Objects.requireNonNull(pending.find(offset), "a request in the line is in the store");
        Verdict verdict = intake.accept(source);
        if (verdict instanceof Verdict.Accepted accepted) {
            if (isRestored(offset)) {
                ledger.received(accepted.request());
            }
            return Optional.of(new OpenRequest(new Admitted(source, accepted)));
        }
        replies.refuse(source, (Verdict.Rejected) verdict);
        forget(offset);
        return Optional.empty();
    }

    private void sendSettled() {
        for (var next = mailbox.poll(); next.isPresent(); next = mailbox.poll()) {
            settle(next.get());
        }
    }

    private void settle(Delivery delivery) {
        OpenRequest open =
                Objects.requireNonNull(submitted.get(delivery.ticket()), "an outcome of a submitted request");
        open.settle(delivery.function(), delivery.outcome());
        if (open.isSettled()) {
            submitted.remove(delivery.ticket());
            answer(open);
        }
    }

    private void answer(OpenRequest open) {
        replies.send(open, services.scorer().modelFingerprint());
        forget(open.source().offset());
    }

    private void forget(long offset) {
        pending.remove(offset);
        ledger.held(-1);
    }

    private boolean isRestored(long offset) {
        return offset <= lastRestored;
    }
}
