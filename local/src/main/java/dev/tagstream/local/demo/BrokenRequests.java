package dev.tagstream.local.demo;

import dev.tagstream.client.KafkaConnection;
import dev.tagstream.client.screening.RequestId;
import dev.tagstream.client.screening.ScreeningJob;
import dev.tagstream.schemas.ScreeningRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;

/** What no client of ours would send: requests that are wrong each in a way of its own, and bytes that are no request. */
final class BrokenRequests {
    private static final String MOLECULE = "CCO";
    private static final List<String> UNREADABLE = List.of("{\"smiles\":\"CCO\"}", "\u0000garbage");

    private final KafkaConnection connection;
    private final ScreeningJob job;
    private final List<ScreeningRequest> requests;

    BrokenRequests(KafkaConnection connection, ScreeningJob job) {
        this.connection = connection;
        this.job = job;
        String protein = job.targets().get(0).residues();
        String function = job.functions().get(0);
        this.requests = List.of(
                request("BAD-RESIDUE", MOLECULE, protein.substring(0, 20) + "1", function),
                request("BLANK-SMILES", " ", protein, function),
                request("LONG-SMILES", "C".repeat(5_000), protein, function),
                request("NO-SUCH-FUNCTION", MOLECULE, protein, "Toxicity"));
    }

    private ScreeningRequest request(String compoundId, String smiles, String protein, String function) {
        return ScreeningRequest.newBuilder()
                .setRequestId(RequestId.of(job.libraryId(), compoundId, "broken"))
                .setLibraryId(job.libraryId())
                .setCompoundId(compoundId)
                .setSmiles(smiles)
                .setTargetId("broken")
                .setProtein(protein)
                .setFunctions(List.of(function))
                .setSubmittedAt(Instant.now())
                .build();
    }

    /** Requests of the whole library with these. */
    long announced() {
        return job.requests() + requests.size();
    }

    int count() {
        return requests.size() + UNREADABLE.size();
    }

    /** Records that can't be read, so that no library counts them. */
    int unreadable() {
        return UNREADABLE.size();
    }

    void send() {
        String topic = connection.topics().screeningRequests().name();
        Map<String, Object> config = new HashMap<>(connection.kafka());
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        try (Serializer<ScreeningRequest> values = connection.serdes().valueSerializer();
                KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (ScreeningRequest request : requests) {
                send(producer, topic, request.getCompoundId(), values.serialize(topic, request));
            }
            for (String bytes : UNREADABLE) {
                send(producer, topic, "unreadable", bytes.getBytes(StandardCharsets.UTF_8));
            }
            producer.flush();
        }
    }

    /** The demo counts what comes out, so a lost send would show. */
    private static void send(KafkaProducer<byte[], byte[]> producer, String topic, String key, byte[] value) {
        var unused = producer.send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value));
    }
}
