package dev.tagstream.client.screening;

import dev.tagstream.client.KafkaConnection;
import dev.tagstream.client.RecordSender;
import dev.tagstream.client.files.LibraryRow;
import dev.tagstream.client.files.Target;
import dev.tagstream.schemas.RequestLane;
import dev.tagstream.schemas.ScreeningRequest;
import java.io.Closeable;
import java.time.Instant;
import java.util.List;

/** Sends the requests of one library: for each compound one to each target, in order, keyed by the compound. */
public final class RequestSender implements Closeable {
    private final ScreeningJob job;
    private final RecordSender<ScreeningRequest> sender;
    private final long announced;

    public RequestSender(KafkaConnection connection, ScreeningJob job) {
        this(connection, job, job.requests(), RequestLane.BULK);
    }

    /** @param announced requests of the whole library, where more are sent than the job's */
    public RequestSender(KafkaConnection connection, ScreeningJob job, long announced) {
        this(connection, job, announced, RequestLane.BULK);
    }

    public RequestSender(KafkaConnection connection, ScreeningJob job, long announced, RequestLane lane) {
        this.announced = announced;
        this.job = job;
        this.sender = new RecordSender<>(
                connection, connection.topics().requests(lane).name());
    }

    public void send(LibraryRow row) {
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
        sender.send(request.getCompoundId(), request);
    }

    /** Requests handed to Kafka so far. */
    public long sent() {
        return sender.sent();
    }

    /** Waits until all that was sent is on the topic. */
    public void flush() {
        sender.flush();
    }

    @Override
    public void close() {
        sender.close();
    }
}
