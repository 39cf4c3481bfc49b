package dev.tagstream.processor.topology;

import dev.tagstream.common.intake.ValidatedRequest;
import dev.tagstream.processor.accounting.TaskMetrics;
import dev.tagstream.processor.answer.ResponseSink;
import dev.tagstream.processor.pending.PendingRequests;
import dev.tagstream.processor.tokenize.ProteinTokens;
import dev.tagstream.schemas.RequestLane;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Gives a stream task its {@link ScreeningTask}, and a new one whenever Kafka starts the task anew. */
final class ScoreProcessor implements Processor<byte[], ValidatedRequest, Object, Object> {
    private final ScreeningServices services;
    private final RequestLane lane;
    private final ProteinTokens proteins;
    private final Supplier<StreamThreadPace> paces;
    private @Nullable ScreeningTask screening;
    private @Nullable Cancellable tidying;

    /** @param paces give the one of the thread that asks */
    ScoreProcessor(
            ScreeningServices services, RequestLane lane, ProteinTokens proteins, Supplier<StreamThreadPace> paces) {
        this.services = services;
        this.lane = lane;
        this.proteins = proteins;
        this.paces = paces;
    }

    @Override
    public void init(ProcessorContext<Object, Object> context) {
        StreamThreadPace pace = paces.get();
        ScreeningTask opened = new ScreeningTask(
                services,
                new PendingRequests(context.getStateStore(PendingRequests.STORE)),
                new ResponseSink(context),
                new TaskMetrics(services.counters(), lane, context.taskId().partition()),
                proteins,
                lane,
                pace);
        screening = opened;
        tidying = context.schedule(StreamThreadPace.TIDYING_INTERVAL, PunctuationType.WALL_CLOCK_TIME, now -> {
            opened.tidy();
            if (pace.isCommitDue(now, services.batcher().longestWait(lane))) {
                context.commit();
            }
        });
    }

    @Override
    public void process(Record<byte[], ValidatedRequest> record) {
        Objects.requireNonNull(screening, "init comes first").take(record.value());
    }

    @Override
    public void close() {
        if (tidying != null) {
            tidying.cancel();
        }
        if (screening != null) {
            screening.close();
        }
    }
}
