package dev.tagstream.processor.topology;

import dev.tagstream.common.intake.Intake;
import dev.tagstream.common.intake.RejectReason;
import dev.tagstream.common.intake.SourceRecord;
import dev.tagstream.common.intake.ValidatedRequest;
import dev.tagstream.common.intake.Validation;
import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.model.tokenizer.UntokenizableTextException;
import dev.tagstream.processor.accounting.TaskMetrics;
import dev.tagstream.processor.answer.RequestOutcomes;
import dev.tagstream.processor.answer.ResponseSink;
import dev.tagstream.processor.batch.Batcher;
import dev.tagstream.processor.batch.Delivery;
import dev.tagstream.processor.batch.Mailbox;
import dev.tagstream.processor.batch.Outcome;
import dev.tagstream.processor.batch.Submission;
import dev.tagstream.processor.pending.PendingRequests;
import dev.tagstream.processor.pending.TaskBacklog;
import dev.tagstream.processor.tokenize.ProteinTokens;
import dev.tagstream.processor.tokenize.SpanReader;
import dev.tagstream.runtime.tags.SpanTokenizer;
import dev.tagstream.schemas.RequestLane;
import dev.tagstream.schemas.ScreeningRequest;
import dev.tagstream.tags.prompt.SpanText;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
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
 * waits for the model, and for room before it no longer than the {@link StreamThreadPace}; after {@link #close} nothing is sent.
 */
final class ScreeningTask {
    /** Keeps a punctuation short where a restart left many requests to read again. */
    private static final int MOST_PER_TIDYING = 256;

    private final ScreeningServices services;
    private final Intake intake;
    private final PendingRequests pending;
    private final ResponseSink responses;
    private final TaskMetrics metrics;
    private final Batcher batcher;
    private final RequestLane lane;
    private final StreamThreadPace pace;
    private final SpanReader spanReader;
    private final Mailbox mailbox = new Mailbox();
    private final TaskBacklog line = new TaskBacklog();
    private final Map<Long, RequestOutcomes> submitted = new LinkedHashMap<>(); // by offset, the first taken first
    private final Deque<ValidatedRequest> outdated = new ArrayDeque<>(); // submitted before, and to be asked again
    private final long lastRestored; // offset, -1 if nothing was restored

    /** Lines up what an earlier owner of the task left in the store. */
    ScreeningTask(
            ScreeningServices services,
            PendingRequests pending,
            ResponseSink responses,
            TaskMetrics metrics,
            ProteinTokens proteins,
            RequestLane lane,
            StreamThreadPace pace) {
        this.services = services;
        this.intake = services.intakes().get();
        this.pending = pending;
        this.responses = responses;
        this.metrics = metrics;
        this.batcher = services.batcher();
        this.lane = lane;
        this.pace = pace;
        this.spanReader = new SpanReader(
                new SpanTokenizer(services.scorer(), services.counters()::unspelled), proteins, services.tags());
        List<Long> restored = pending.offsets();
        restored.forEach(line::join);
        metrics.held(restored.size());
        this.lastRestored = restored.isEmpty() ? -1 : restored.get(restored.size() - 1);
        if (!restored.isEmpty()) {
            metrics.read(lastRestored);
        }
    }

    /** Stores a request and brings it, after those before it, on its way. */
    void take(ValidatedRequest request) {
        SourceRecord source = request.source();
        if (isRestored(source.offset()) && pending.find(source.offset()) != null) {
            return; // read again after a restart without transactions; it stands in the line already
        }
        metrics.received(request.request());
        metrics.held(1);
        metrics.read(source.offset());
        pending.put(source);
        line.join(request);
        while ((!line.isEmpty() || !outdated.isEmpty()) && pace.mayWait()) {
            sendSettled();
            pace.waitWith(this::submitFirst);
        }
    }

    /** Sends what the engine has finished, and submits without waiting what there is room for. */
    void tidy() {
        batcher.ensureAvailable();
        sendSettled();
        for (int i = 0; i < MOST_PER_TIDYING && submitFirst(Duration.ZERO); i++) {}
        pace.refill();
        metrics.oldest(oldestTimestamp());
    }

    private OptionalLong oldestTimestamp() {
        return Stream.of(
                        submitted.values().stream().map(RequestOutcomes::request),
                        outdated.stream(),
                        line.atHand().stream())
                .flatMap(requests -> requests)
                .mapToLong(request -> request.source().timestamp())
                .findFirst();
    }

    void close() {
        mailbox.close();
        metrics.handOver();
    }

    /** Whether one that is outdated, or else the first in the line, left it; waits for room no longer than {@code patience}. */
    private boolean submitFirst(Duration patience) {
        ValidatedRequest again = outdated.peek();
        if (again != null) {
            boolean leaves = submit(again, patience);
            if (leaves) {
                outdated.remove();
            }
            return leaves;
        }
        Optional<ValidatedRequest> first = line.first(this::reload);
        boolean leaves = first.isPresent() && submit(first.get(), patience);
        if (leaves) {
            line.removeFirst();
        }
        return leaves;
    }

    private boolean submit(ValidatedRequest request, Duration patience) {
        List<SpanText> spans;
        try {
            spans = spanReader.spans(request.request());
        } catch (UntokenizableTextException e) {
            answer(RequestOutcomes.all(
                    request, new Outcome.Refused(RejectReason.UNTOKENIZABLE, String.valueOf(e.getMessage()))));
            return true;
        }
        if (!batcher.offer(submissions(request, spans), patience)) {
            return false;
        }
        submitted.put(request.source().offset(), new RequestOutcomes(request));
        return true;
    }

    /** One for each function asked for, all with the same data. */
    private List<Submission> submissions(ValidatedRequest request, List<SpanText> spans) {
        return request.request().getFunctions().stream()
                .map(function ->
                        new Submission(request.source().offset(), new ScoringTask(function, spans), mailbox, lane))
                .toList();
    }

    /** Reads a request from the store again; one that intake refuses by now is answered on the spot. */
    private Optional<ValidatedRequest> reload(long offset) {
        SourceRecord source = Objects.requireNonNull(pending.find(offset), "a request in the line is in the store");
        Validation<ScreeningRequest> validation = intake.accept(source);
        if (validation instanceof Validation.Accepted<ScreeningRequest> accepted) {
            if (isRestored(offset)) {
                metrics.received(accepted.value());
            }
            return Optional.of(ValidatedRequest.of(source, accepted));
        }
        responses.refuse(source, (Validation.Rejected<ScreeningRequest>) validation, services.counters());
        forget(offset);
        return Optional.empty();
    }

    private void sendSettled() {
        for (var next = mailbox.poll(); next.isPresent(); next = mailbox.poll()) {
            settle(next.get());
        }
    }

    private void settle(Delivery delivery) {
        RequestOutcomes outcomes =
                Objects.requireNonNull(submitted.get(delivery.ticket()), "an outcome of a submitted request");
        outcomes.add(delivery.function(), delivery.outcome());
        if (outcomes.isComplete()) {
            submitted.remove(delivery.ticket());
            if (outcomes.isOutdated()) {
                outdated.add(outcomes.request());
            } else {
                answer(outcomes);
            }
        }
    }

    private void answer(RequestOutcomes outcomes) {
        responses.send(outcomes, services.scorer().modelFingerprint(), metrics);
        forget(outcomes.request().source().offset());
    }

    private void forget(long offset) {
        pending.remove(offset);
        metrics.held(-1);
    }

    private boolean isRestored(long offset) {
        return offset <= lastRestored;
    }
}
