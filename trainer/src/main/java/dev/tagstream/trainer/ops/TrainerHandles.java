package dev.tagstream.trainer.ops;

import dev.tagstream.runtime.streams.TagRegistry;
import dev.tagstream.trainer.accuracy.LiveFigures;
import dev.tagstream.trainer.round.LearningThread;
import dev.tagstream.trainer.topology.TrainerCounters;
import java.util.Set;
import org.apache.kafka.streams.KafkaStreams;

/**
 * The parts of a trainer that are told about.
 *
 * @param topics that it reads for their records
 */
public record TrainerHandles(
        TagRegistry tagRegistry,
        TrainerCounters counters,
        LiveFigures accuracy,
        LearningThread learning,
        KafkaStreams streams,
        Set<String> topics) {
    public TrainerHandles {
        topics = Set.copyOf(topics);
    }
}
