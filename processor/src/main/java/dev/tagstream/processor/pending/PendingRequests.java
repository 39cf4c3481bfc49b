package dev.tagstream.processor.pending;

import dev.tagstream.common.intake.SourceRecord;
import dev.tagstream.schemas.AvroSerdes;
import dev.tagstream.schemas.PendingRecord;
import dev.tagstream.schemas.RecordHeader;
import dev.tagstream.schemas.SourceCoordinates;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * The accepted requests of one stream task that have no outcome yet, by offset. Written and deleted in the transactions that
 * read the request and that answer it, so that after any failure a request is either here or answered, never both or neither.
 */
public final class PendingRequests {
    /** Name of the store, and so of its changelog {@code <application.id>-pending-changelog}. */
    public static final String STORE = "pending";

    private final KeyValueStore<Long, PendingRecord> store;

    public PendingRequests(KeyValueStore<Long, PendingRecord> store) {
        this.store = store;
    }

    public static StoreBuilder<KeyValueStore<Long, PendingRecord>> storeBuilder(AvroSerdes serdes) {
        return Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(STORE), Serdes.Long(), serdes.valueSerde(PendingRecord.class))
                .withCachingDisabled()
                .withLoggingEnabled(changelogConfigs());
    }

    /** Most entries live for seconds, so the changelog is nearly all dead records: compact it early, or restoring reads them. */
    private static Map<String, String> changelogConfigs() {
        return Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_COMPACT,
                TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
                "0.1",
                TopicConfig.SEGMENT_BYTES_CONFIG,
                String.valueOf(64 * 1024 * 1024),
                TopicConfig.SEGMENT_MS_CONFIG,
                String.valueOf(10 * 60 * 1000),
                TopicConfig.DELETE_RETENTION_MS_CONFIG,
                String.valueOf(60 * 60 * 1000),
                TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                "LogAppendTime");
    }

    public void put(SourceRecord record) {
        store.put(record.offset(), pending(record));
    }

    public @Nullable SourceRecord find(long offset) {
        PendingRecord pending = store.get(offset);
        return pending == null ? null : source(pending);
    }

    public void remove(long offset) {
        store.put(offset, null); // delete() would read the old value to return it
    }

    /** Of all requests here, in ascending order. */
    public List<Long> offsets() {
        List<Long> offsets = new ArrayList<>();
        try (KeyValueIterator<Long, PendingRecord> all = store.all()) {
            all.forEachRemaining(entry -> offsets.add(entry.key));
        }
        return offsets;
    }

    private static PendingRecord pending(SourceRecord record) {
        return PendingRecord.newBuilder()
                .setSource(record.coordinates())
                .setKey(wrapped(record.key()))
                .setValue(ByteBuffer.wrap(Objects.requireNonNull(record.value(), "an accepted request has a value")))
                .setHeaders(headers(record.headers()))
                .build();
    }

    private static List<RecordHeader> headers(Headers headers) {
        return StreamSupport.stream(headers.spliterator(), false)
                .map(header -> new RecordHeader(header.key(), wrapped(header.value())))
                .toList();
    }

    private static SourceRecord source(PendingRecord pending) {
        Headers headers = new RecordHeaders();
        pending.getHeaders().forEach(header -> headers.add(header.getKey(), bytes(header.getValue())));
        SourceCoordinates source = pending.getSource();
        return new SourceRecord(
                source.getTopic(),
                source.getPartition(),
                source.getOffset(),
                source.getTimestamp().toEpochMilli(),
                bytes(pending.getKey()),
                bytes(pending.getValue()),
                headers);
    }

    private static @Nullable ByteBuffer wrapped(byte @Nullable [] bytes) {
        return bytes == null ? null : ByteBuffer.wrap(bytes);
    }

    private static byte @Nullable [] bytes(@Nullable ByteBuffer buffer) {
        if (buffer == null) {
            return null;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
