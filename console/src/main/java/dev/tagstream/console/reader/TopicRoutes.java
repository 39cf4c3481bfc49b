package dev.tagstream.console.reader;

import dev.tagstream.common.wire.TagHistoryKey;
import dev.tagstream.console.state.ConsoleState;
import dev.tagstream.schemas.AvroSerdes;
import dev.tagstream.schemas.GateVerdict;
import dev.tagstream.schemas.LiveAccuracy;
import dev.tagstream.schemas.Prediction;
import dev.tagstream.schemas.RejectedRecord;
import dev.tagstream.schemas.RequestLane;
import dev.tagstream.schemas.ScreeningRequest;
import dev.tagstream.schemas.TagVersion;
import dev.tagstream.schemas.TopicSpec;
import dev.tagstream.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;

/** Which topics are followed, and into which book each record goes. */
final class TopicRoutes {
    private final ConsoleState state;
    private final AvroSerdes serdes;
    private final InstantSource clock;
    private final int recordMaxBytes;

    /** @param recordMaxBytes of a request; the processor refuses larger ones without a look at what they ask */
    TopicRoutes(ConsoleState state, AvroSerdes serdes, InstantSource clock, int recordMaxBytes) {
        this.state = state;
        this.serdes = serdes;
        this.clock = clock;
        this.recordMaxBytes = recordMaxBytes;
    }

    List<FollowedTopic> topics(Topics topics) {
        List<FollowedTopic> followed = new ArrayList<>();
        for (RequestLane lane : RequestLane.values()) {
            followed.add(
                    follow(topics.requests(lane), FollowedTopic.From.HISTORY, ScreeningRequest.class, this::request));
        }
        followed.add(follow(
                topics.predictions(),
                FollowedTopic.From.HISTORY,
                Prediction.class,
                (record, prediction) -> state.add(prediction, record.timestamp(), clock.millis())));
        followed.add(follow(
                topics.rejectedRecords(),
                FollowedTopic.From.HISTORY,
                RejectedRecord.class,
                (record, rejection) -> state.add(rejection, record.timestamp(), clock.millis())));
        followed.add(follow(topics.tagHistory(), FollowedTopic.From.LAST, TagVersion.class, this::version));
        followed.add(functionTags(topics.functionTags()));
        followed.add(follow(
                topics.gateVerdicts(),
                FollowedTopic.From.BEGINNING,
                GateVerdict.class,
                (record, verdict) -> state.add(verdict)));
        followed.add(follow(
                topics.liveAccuracy(),
                FollowedTopic.From.BEGINNING,
                LiveAccuracy.class,
                (record, sums) -> state.add(sums)));
        return followed;
    }

    private <T extends SpecificRecord> FollowedTopic follow(
            TopicSpec topic,
            FollowedTopic.From from,
            Class<T> type,
            BiConsumer<ConsumerRecord<byte[], byte[]>, T> book) {
        Deserializer<T> values = serdes.valueDeserializer(type);
        return new FollowedTopic(topic.name(), from, record -> {
            if (record.value() != null) {
                book.accept(record, values.deserialize(record.topic(), record.value()));
            }
        });
    }

    private void request(ConsumerRecord<byte[], byte[]> record, ScreeningRequest request) {
        int bytes = Math.max(0, record.serializedKeySize()) + record.serializedValueSize();
        if (bytes <= recordMaxBytes) {
            state.add(request, record.timestamp(), clock.millis());
        }
    }

    private void version(ConsumerRecord<byte[], byte[]> record, TagVersion tag) {
        if (record.headers().lastHeader(TagHistoryKey.ON_TRIAL) == null) {
            state.addVersion(tag);
        }
    }

    private FollowedTopic functionTags(TopicSpec topic) {
        Deserializer<TagVersion> values = serdes.valueDeserializer(TagVersion.class);
        return new FollowedTopic(topic.name(), FollowedTopic.From.BEGINNING, record -> {
            if (record.value() != null) {
                state.use(values.deserialize(record.topic(), record.value()));
            } else if (record.key() != null) {
                state.withdraw(new String(record.key(), StandardCharsets.UTF_8));
            }
        });
    }
}
