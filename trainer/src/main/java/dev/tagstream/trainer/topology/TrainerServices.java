package dev.tagstream.trainer.topology;

import dev.tagstream.common.kafka.TagArchive;
import dev.tagstream.common.wire.TagKeys;
import dev.tagstream.model.engine.Scorer;
import dev.tagstream.runtime.streams.RetryPause;
import dev.tagstream.runtime.streams.TagRegistry;
import dev.tagstream.runtime.tags.ActiveTags;
import dev.tagstream.schemas.AvroSerdes;
import dev.tagstream.trainer.accuracy.LiveFigures;
import dev.tagstream.trainer.functions.Functions;
import dev.tagstream.trainer.intake.ResultIntake;
import dev.tagstream.trainer.replay.ReplayBounds;
import dev.tagstream.trainer.round.LearningThread;
import dev.tagstream.trainer.round.RoundTrigger;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * What all stream tasks of a process share.
 *
 * @param scorer of the model that is learned with; asked for fingerprints only
 * @param tagRegistry takes down what became of tag versions
 * @param archive of versions that were in use before
 * @param results consumers in no group, for what {@code assay-results} held before
 * @param intakes makes one for each task, because parsers keep state
 * @param retryPause between attempts at a registry that gives no answer
 * @param keys whose tag versions are used, and what published ones are signed with
 * @param maxPairs predicted pairs that wait for a result, for each partition; 0 leaves live accuracy out
 */
public record TrainerServices(
        Scorer scorer,
        ActiveTags tags,
        TagRegistry tagRegistry,
        TagArchive archive,
        Functions functions,
        LearningThread learning,
        RoundTrigger trigger,
        ReplayBounds bounds,
        Supplier<? extends Consumer<byte[], byte[]>> results,
        Supplier<ResultIntake> intakes,
        AvroSerdes serdes,
        TrainerCounters counters,
        LiveFigures accuracy,
        RetryPause retryPause,
        TagKeys keys,
        int maxPairs) {}
