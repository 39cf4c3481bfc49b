package dev.tagstream.cli.verb;

import dev.tagstream.cli.io.LibraryRow;
import dev.tagstream.cli.io.Target;
import dev.tagstream.schemas.ScreeningRequest;
import java.io.Closeable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/**
 * Sends the requests of one library: for each compound one to each target, in order, keyed by the compound.
 *
 * <p>Records are sent once and in order; the first that fails is thrown by the next call.
 */
final class RequestSender implements Closeable {
    private final ScreeningJob job;
    private final String topic;
    private final KafkaProducer<String, ScreeningRequest> producer;
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final long announced;
    private long sent;

    RequestSender(KafkaConnection connection, ScreeningJob job) {
        this(connection, job, job.requests());
    }

    /** @param announced requests of the whole library, where more are sent than the job's */
    RequestSender(KafkaConnection connection, ScreeningJob job, long announced) {
        this.announced = announced;
        this.job = job;
        this.topic = connection.topics().screeningRequests().name();
        this.producer = connection.writer(connection.serdes().valueSerializer(), Map.of());
    }

    void send(LibraryRow row) {
        if (job.targets().isEmpty()) {
            send(request(row).build());
        }
        for (Target target : job.targets()) {
            send(request(row)
                    .setRequestId(RequestId.of(job.libraryId(), row.id(), target.id()))
                    .setTargetId(target.id())
                    .setProtein(target.residues())
                    .build());
        }
    }

    private ScreeningRequest.Builder request(LibraryRow row) {
        return ScreeningRequest.newBuilder()
                .setRequestId(RequestId.of(job.libraryId(), row.id()))
                .setLibraryId(job.libraryId())
                .setLibraryRequests(announced)
                .setCompoundId(row.id())
                .setSmiles(row.smiles())
                .setFunctions(List.copyOf(job.functions()))
                .setSubmittedAt(Instant.now());
    }

    private void send(ScreeningRequest request) {
        throwFailure();
        Future<RecordMetadata> unused =
                producer.send(new ProducerRecord<>(topic, request.getCompoundId(), request), (metadata, problem) -> {
                    if (problem != null) {
                        failure.compareAndSet(null, problem);
                    }
                });
        sent++;
    }

    /** Requests handed to Kafka so far. */
    long sent() {
        return sent;
    }

    /** Waits until all that was sent is on the topic. */
    void flush() {
        producer.flush();
        throwFailure();
    }

    private void throwFailure() {
        Exception first = failure.get();
        if (first != null) {
            throw new KafkaException(first.getMessage(), first);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
