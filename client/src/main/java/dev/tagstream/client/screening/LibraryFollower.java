package dev.tagstream.client.screening;

import dev.tagstream.client.KafkaConnection;
import dev.tagstream.client.KafkaTrouble;
import dev.tagstream.client.Progress;
import dev.tagstream.common.kafka.TopicScan;
import dev.tagstream.schemas.AvroSerdes;
import dev.tagstream.schemas.Prediction;
import dev.tagstream.schemas.RejectedRecord;
import dev.tagstream.schemas.RequestLane;
import dev.tagstream.schemas.ScreeningRequest;
import dev.tagstream.schemas.Topics;
import java.io.Closeable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/** Reads requests, predictions and rejections from the beginning into the ledger of one library. */
public final class LibraryFollower implements Closeable {
    private static final Duration POLL = Duration.ofMillis(250);

    private final LibraryLedger ledger;
    private final Set<String> requestTopics; // of all lanes
    private final String predictionTopic;
    private final TopicScan reader;
    private final Deserializer<ScreeningRequest> requests;
    private final Deserializer<Prediction> predictions;
    private final Deserializer<RejectedRecord> rejections;
    private final Consumer<ScreeningRequest> listener;
    private long undecodable;

    public LibraryFollower(KafkaConnection connection, LibraryLedger ledger) {
        this(connection, ledger, request -> {});
    }

    /** @param listener is shown each request as well, of whatever library */
    public LibraryFollower(KafkaConnection connection, LibraryLedger ledger, Consumer<ScreeningRequest> listener) {
        this.ledger = ledger;
        this.listener = listener;
        Topics topics = connection.topics();
        AvroSerdes serdes = connection.serdes();
        this.requestTopics = Stream.of(RequestLane.values())
                .map(lane -> topics.requests(lane).name())
                .collect(Collectors.toUnmodifiableSet());
        this.predictionTopic = topics.predictions().name();
        this.requests = serdes.valueDeserializer(ScreeningRequest.class);
        this.predictions = serdes.valueDeserializer(Prediction.class);
        this.rejections = serdes.valueDeserializer(RejectedRecord.class);
        List<String> all = new ArrayList<>(requestTopics);
        all.addAll(List.of(predictionTopic, topics.rejectedRecords().name()));
        this.reader = connection.scan(all);
    }

    /**
     * Reads until the library is complete, or stopped; or, once all is read that stood there at the start, until the time is
     * over or nothing of the library was found.
     */
    public void follow(Duration timeout, Progress progress, BooleanSupplier stopped) {
        long start = System.nanoTime();
        boolean caughtUp = false;
        while (!ledger.totals().complete() && !stopped.getAsBoolean()) {
            caughtUp = caughtUp || reader.atGoal();
            boolean timeOver = System.nanoTime() - start >= timeout.toNanos();
            if (caughtUp && (timeOver || !ledger.known())) {
                return;
            }
            reader.poll(POLL, this::book);
            show(ledger.totals(), progress);
        }
    }

    private static void show(LibraryLedger.Totals totals, Progress progress) {
        long unread = Math.max(0, totals.announced() - totals.requests());
        long perRequest = totals.requests() == 0 ? 1 : totals.received() / totals.requests();
        progress.total(totals.received() + unread * perRequest);
        progress.done(totals.predicted() + totals.rejected());
    }

    private void book(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        if (value == null) {
            return;
        }
        try {
            if (requestTopics.contains(record.topic())) {
                ScreeningRequest request = requests.deserialize(record.topic(), value);
                ledger.book(request);
                listener.accept(request);
            } else if (record.topic().equals(predictionTopic)) {
                ledger.book(predictions.deserialize(record.topic(), value));
            } else {
                ledger.book(rejections.deserialize(record.topic(), value));
            }
        } catch (SerializationException e) {
            if (KafkaTrouble.isRegistryAway(e)) {
                throw e;
            }
            undecodable++;
        }
    }

    /** Records read that were none of ours; the processor rejects such requests, for no library. */
    public long undecodable() {
        return undecodable;
    }

    @Override
    public void close() {
        reader.close();
        requests.close();
        predictions.close();
        rejections.close();
    }
}
