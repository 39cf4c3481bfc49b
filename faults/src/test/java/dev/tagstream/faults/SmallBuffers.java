package dev.tagstream.faults;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.Options;

/** A state store that writes to its disk soon: Kafka's buffers of 16 MB would not within a short test. */
public final class SmallBuffers implements RocksDBConfigSetter {
    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        options.setWriteBufferSize(128 * 1024);
    }

    @Override
    public void close(String storeName, Options options) {}
}
