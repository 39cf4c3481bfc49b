package dev.tagstream.bench.micro;

import dev.tagstream.schemas.AvroSerdes;
import dev.tagstream.schemas.ScreeningRequest;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.serialization.Serde;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A request to bytes and back, under the Confluent wire format, with schemas at hand. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class AvroBenchmark {
    private static final String TOPIC = "screening-requests";

    private final Serde<ScreeningRequest> serde =
            new AvroSerdes(Map.of("schema.registry.url", "mock://avro-benchmark")).valueSerde(ScreeningRequest.class);
    private final ScreeningRequest request =
            Examples.request(1, Examples.molecules().get(0));
    private final byte[] bytes = serde.serializer().serialize(TOPIC, request);

    @Benchmark
    public byte[] encode() {
        return serde.serializer().serialize(TOPIC, request);
    }

    @Benchmark
    public ScreeningRequest decode() {
        return serde.deserializer().deserialize(TOPIC, bytes);
    }

    @TearDown
    public void close() {
        serde.close();
    }
}
