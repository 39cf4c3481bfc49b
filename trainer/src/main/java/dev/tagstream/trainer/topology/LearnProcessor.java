package dev.tagstream.trainer.topology;

import dev.tagstream.schemas.TopicSpec;
import dev.tagstream.trainer.intake.ValidatedResult;
import dev.tagstream.trainer.replay.ReplayBuffer;
import java.time.Duration;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Gives a stream task its {@link LearningTask}, and a new one whenever Kafka starts the task anew. */
final class LearnProcessor implements Processor<byte[], ValidatedResult, Object, Object> {
    /** How long a verdict waits to be forwarded, at most, and how often a task looks whether a round is due. */
    static final Duration TIDYING_INTERVAL = Duration.ofMillis(100);

    private final TrainerServices services;
    private final TopicSpec assayResults;
    private @Nullable LearningTask learning;
    private @Nullable Cancellable tidying;

    LearnProcessor(TrainerServices services, TopicSpec assayResults) {
        this.services = services;
        this.assayResults = assayResults;
    }

    @Override
    public void init(ProcessorContext<Object, Object> context) {
        ReplayBuffer buffer = new ReplayBuffer(context.getStateStore(ReplayBuffer.STORE), services.bounds());
        LearningStates states = new LearningStates(context.getStateStore(LearningStates.STORE));
        TopicPartition partition =
                new TopicPartition(assayResults.name(), context.taskId().partition());
        LearningTask opened = new LearningTask(
                services,
                buffer,
                states,
                new BufferCompletion(services, buffer, states, partition),
                new VersionPublisher(context, services.keys()));
        learning = opened;
        tidying = context.schedule(TIDYING_INTERVAL, PunctuationType.WALL_CLOCK_TIME, now -> opened.tidy());
    }

    @Override
    public void process(Record<byte[], ValidatedResult> record) {
        Objects.requireNonNull(learning, "init comes first").take(record.value());
    }

    @Override
    public void close() {
        if (tidying != null) {
            tidying.cancel();
        }
        if (learning != null) {
            learning.close();
        }
    }
}
