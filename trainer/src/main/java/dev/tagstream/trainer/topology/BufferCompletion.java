package dev.tagstream.trainer.topology;

import dev.tagstream.common.intake.SourceRecord;
import dev.tagstream.common.intake.Validation;
import dev.tagstream.common.kafka.TopicScan;
import dev.tagstream.schemas.AssayResult;
import dev.tagstream.trainer.intake.ResultIntake;
import dev.tagstream.trainer.intake.ValidatedResult;
import dev.tagstream.trainer.replay.ReplayBuffer;
import java.time.Duration;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Completes a buffer that an earlier version filled, which took stereoisomers for one molecule: results that stand there no more, or under
 * what does not tell them apart, are taken in again from the topic, a few at a time beside those that come. Taking in is the same however
 * often it is done, so whoever gets the partition before the end begins anew. Owned by one stream thread.
 */
final class BufferCompletion {
    private static final Logger log = LoggerFactory.getLogger(BufferCompletion.class);

    private final TrainerServices services;
    private final ResultIntake intake;
    private final ReplayBuffer buffer;
    private final LearningStates states;
    private final TopicPartition partition;
    private final Set<String> functions; // to be completed
    private @Nullable TopicScan scan;
    private boolean done;

    /** @param partition of the results */
    BufferCompletion(TrainerServices services, ReplayBuffer buffer, LearningStates states, TopicPartition partition) {
        this.services = services;
        this.intake = services.intakes().get();
        this.buffer = buffer;
        this.states = states;
        this.partition = partition;
        this.functions = states.ofEarlierFormat();
        this.done = functions.isEmpty();
    }

    /** Takes in the next few, if there is anything to complete; whether it came to its end by that. */
    boolean step() {
        if (done) {
            return false;
        }
        TopicScan open = scan;
        if (open == null) {
            open = TopicScan.open(services.results().get(), partition);
            scan = open;
        }
        open.poll(Duration.ZERO, this::take);
        if (!open.atGoal()) {
            return false;
        }
        functions.forEach(states::completed);
        log.info("The results of {} in {} are complete, stereoisomers apart", functions, partition);
        close();
        return true;
    }

    void close() {
        done = true;
        if (scan != null) {
            scan.close();
            scan = null;
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        SourceRecord source = new SourceRecord(
                record.topic(),
                record.partition(),
                record.offset(),
                Math.max(0, record.timestamp()),
                record.key(),
                record.value(),
                record.headers());
        if (intake.accept(source) instanceof Validation.Accepted<AssayResult> accepted) {
            ValidatedResult result = ValidatedResult.of(source, accepted);
            String function = accepted.value().getFunction();
            if (functions.contains(function)) {
                buffer.retake(result, services.functions().find(function));
            }
        }
    }
}
