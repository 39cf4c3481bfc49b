package dev.tagstream.processor.topology;

import dev.tagstream.processor.pending.PendingRequests;
import dev.tagstream.schemas.RequestLane;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Gives a stream task its {@link ScreeningDesk}, and a new one whenever Kafka starts the task anew. */
final class ScoreProcessor implements Processor<byte[], Admitted, Object, Object> {
    /** How long a finished outcome waits to be sent, at most, and how often an idle task looks. */
    static final Duration TIDYING_INTERVAL = Duration.ofMillis(20);

    private final ScreeningServices services;
    private final RequestLane lane;
    private final ProteinTokens proteins;
    private final Supplier<WaitBudget> waitBudgets;
    private final Supplier<CommitPace> commitPaces;
    private @Nullable ScreeningDesk desk;
    private @Nullable Cancellable tidying;

    ScoreProcessor(
            ScreeningServices services,
            RequestLane lane,
            ProteinTokens proteins,
            Supplier<WaitBudget> waitBudgets,
            Supplier<CommitPace> commitPaces) {
        this.services = services;
        this.lane = lane;
        this.proteins = proteins;
        this.waitBudgets = waitBudgets;
        this.commitPaces = commitPaces;
    }

    @Override
    public void init(ProcessorContext<Object, Object> context) {
        TaskLedger ledger =
                new TaskLedger(services.counters(), lane, context.taskId().partition());
        ScreeningDesk opened = new ScreeningDesk(
                services,
                new PendingRequests(context.getStateStore(PendingRequests.STORE)),
                new Replies(context, ledger),
                ledger,
                proteins,
                lane,
                waitBudgets.get());
        desk = opened;
        CommitPace pace = commitPaces.get();
        tidying = context.schedule(TIDYING_INTERVAL, PunctuationType.WALL_CLOCK_TIME, now -> {
            opened.tidy();
            if (pace.isDue(now, services.batcher().longestWait(lane))) {
                context.commit();
            }
        });
    }

    @Override
    public void process(Record<byte[], Admitted> record) {
        Objects.requireNonNull(desk, "init comes first").take(record.value());
    }

    @Override
    public void close() {
        if (tidying != null) {
            tidying.cancel();
        }
        if (desk != null) {
            desk.close();
        }
    }
}
