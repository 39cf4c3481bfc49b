package dev.tagstream.bench.micro;

import dev.tagstream.common.intake.Intake;
import dev.tagstream.common.intake.IntakeLimits;
import dev.tagstream.common.intake.SourceRecord;
import dev.tagstream.common.intake.Validation;
import dev.tagstream.schemas.AvroSerdes;
import dev.tagstream.schemas.ScreeningRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serializer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** One record through intake: decoded, validated, its molecule parsed and written canonically. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class IntakeBenchmark {
    private static final String TOPIC = "screening-requests";

    private final AvroSerdes serdes = new AvroSerdes(Map.of("schema.registry.url", "mock://intake-benchmark"));
    private final Intake intake =
            new Intake(serdes.valueDeserializer(ScreeningRequest.class), new IntakeLimits(2_000, 10_000));
    private final List<SourceRecord> records;
    private int next;

    public IntakeBenchmark() {
        try (Serializer<ScreeningRequest> serializer = serdes.valueSerializer()) {
            this.records = Examples.molecules().stream()
                    .map(smiles -> serializer.serialize(TOPIC, Examples.request(1, smiles)))
                    .map(bytes -> new SourceRecord(TOPIC, 0, 0, 0, null, bytes, new RecordHeaders()))
                    .toList();
        }
    }

    @Benchmark
    public Validation<ScreeningRequest> record() {
        next = (next + 1) % records.size();
        return intake.accept(records.get(next));
    }
}
