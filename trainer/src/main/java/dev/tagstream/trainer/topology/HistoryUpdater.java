package dev.tagstream.trainer.topology;

import dev.tagstream.common.wire.TagHistoryKey;
import dev.tagstream.trainer.functions.Functions;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Reads the numbers of all versions ever published, from the keys of the history, so that none is given twice. */
final class HistoryUpdater implements Processor<byte[], byte[], Void, Void> {
    private final Functions functions;
    private @Nullable KeyValueStore<String, Long> lastVersions;

    HistoryUpdater(Functions functions) {
        this.functions = functions;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        lastVersions = context.getStateStore(FunctionStores.LAST_VERSIONS);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        byte[] key = record.key();
        TagHistoryKey.parse(key == null ? "" : new String(key, StandardCharsets.UTF_8))
                .ifPresent(this::published);
    }

    private void published(TagHistoryKey entry) {
        functions.published(entry.name(), entry.version());
        Objects.requireNonNull(lastVersions, "init comes first").put(entry.name(), functions.lastVersion(entry.name()));
    }
}
