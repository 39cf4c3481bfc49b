package dev.tagstream.runtime.streams;

import dev.tagstream.common.intake.SourceRecord;
import dev.tagstream.schemas.TopicSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** How the services read topics that anybody may write to: from their beginning, as bytes, so that no record stops a thread. */
public final class RawSource {
    private RawSource() {}

    /** @param name of the node */
    public static Topology addTo(Topology topology, String name, TopicSpec topic) {
        return topology.addSource(
                AutoOffsetReset.earliest(),
                name,
                RawSource::timestamp,
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                topic.name());
    }

    /** Of a record without a time of its own, which would otherwise stop the thread: when time began. */
    private static long timestamp(ConsumerRecord<Object, Object> record, long partitionTime) {
        return Math.max(0, record.timestamp());
    }

    /** The record that is being processed, with its coordinates. */
    public static SourceRecord record(ProcessingContext context, Record<byte[], byte[]> record) {
        RecordMetadata place = context.recordMetadata().orElseThrow();
        return new SourceRecord(
                place.topic(),
                place.partition(),
                place.offset(),
                record.timestamp(),
                record.key(),
                record.value(),
                record.headers());
    }
}
