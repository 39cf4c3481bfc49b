package dev.tagstream.processor.topology;

import dev.tagstream.common.intake.Intake;
import dev.tagstream.common.kafka.TagArchive;
import dev.tagstream.common.wire.TagTrust;
import dev.tagstream.model.engine.Scorer;
import dev.tagstream.processor.accounting.ScreeningCounters;
import dev.tagstream.processor.batch.Batcher;
import dev.tagstream.runtime.streams.RetryPause;
import dev.tagstream.runtime.streams.TagRegistry;
import dev.tagstream.runtime.tags.ActiveTags;
import dev.tagstream.schemas.AvroSerdes;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * What all stream tasks of a process share.
 *
 * @param scorer asked to tokenise only; scoring goes through {@code batcher}
 * @param archive of versions that were in use before
 * @param trust whose tag versions are used
 * @param intakes makes one for each task, because parsers keep state
 * @param maxRecordBytes key, value and headers of a request together
 * @param retryPause between attempts at a registry that gives no answer
 * @param longestWait time a stream thread may spend between two punctuations waiting for room in the batcher's queue
 */
public record ScreeningServices(
        Scorer scorer,
        Batcher batcher,
        ActiveTags tags,
        TagRegistry tagRegistry,
        TagArchive archive,
        TagTrust trust,
        Supplier<Intake> intakes,
        AvroSerdes serdes,
        ScreeningCounters counters,
        int maxRecordBytes,
        RetryPause retryPause,
        Duration longestWait) {}
