package dev.tagstream.processor.ops;

import dev.tagstream.model.engine.MatrixPeak;
import dev.tagstream.model.engine.Scorer;
import dev.tagstream.processor.accounting.ScreeningCounters;
import dev.tagstream.processor.batch.Batcher;
import dev.tagstream.runtime.streams.TagRegistry;
import dev.tagstream.runtime.tags.ActiveTags;
import java.util.List;
import org.apache.kafka.streams.KafkaStreams;

/**
 * The parts of a processor that are told about.
 *
 * @param scorers one for each engine
 * @param peaks of the scorers' devices; none where they were not measured
 * @param streams one for each lane
 */
public record ProcessorHandles(
        List<? extends Scorer> scorers,
        List<MatrixPeak.Peak> peaks,
        Batcher batcher,
        ActiveTags tags,
        TagRegistry tagRegistry,
        ScreeningCounters counters,
        List<KafkaStreams> streams) {}
