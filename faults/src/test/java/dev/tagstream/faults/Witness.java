package dev.tagstream.faults;

import dev.tagstream.client.KafkaConnection;
import dev.tagstream.common.kafka.TopicScan;
import dev.tagstream.schemas.Prediction;
import dev.tagstream.schemas.RejectedRecord;
import java.io.Closeable;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads all outcomes as they are committed, notes each, and takes the time that requests wait while none comes: over all partitions of
 * the requests, and for each of them.
 */
final class Witness implements Closeable {
    private static final Duration LOOK = Duration.ofMillis(20);

    private final RequestLoad load;
    private final String predictions;
    private final String rejections;
    private final Thread thread;
    private final TopicScan reader;
    private final Deserializer<Prediction> predictionValues;
    private final Deserializer<RejectedRecord> rejectionValues;
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
    private final BitSet seen = new BitSet(); // by number of the outcome
    private final long[] got; // by partition of the request
    private final Silence[] silences; // likewise, and one over all
    private int doubled;
    private int rejected;
    private volatile boolean closed;

    /** How long something that waits has seen nothing come, and the longest that this took. */
    private static final class Silence {
        private long sinceNanos = System.nanoTime();
        private long longestNanos;

        void look(long nowNanos, boolean came, boolean waiting) {
            longestNanos = Math.max(longestNanos, nowNanos - sinceNanos);
            if (came || !waiting) {
                sinceNanos = nowNanos;
            }
        }

        void reset() {
            longestNanos = 0;
        }
    }

    Witness(KafkaConnection connection, RequestLoad load, int partitions) {
        this.load = load;
        this.predictions = connection.topics().predictions().name();
        this.rejections = connection.topics().rejectedRecords().name();
        this.predictionValues = connection.serdes().valueDeserializer(Prediction.class);
        this.rejectionValues = connection.serdes().valueDeserializer(RejectedRecord.class);
        this.reader = connection.scan(List.of(predictions, rejections));
        this.got = new long[partitions];
        this.silences = new Silence[partitions + 1];
        for (int i = 0; i < silences.length; i++) {
            silences[i] = new Silence();
        }
        this.thread = new Thread(this::watch, "witness");
        thread.start();
    }

    private void watch() {
        try {
            while (!closed) {
                long[] before = got.clone();
                reader.poll(LOOK, this::note);
                look(before);
            }
        } catch (RuntimeException e) {
            failure.set(e);
        }
    }

    private synchronized void note(ConsumerRecord<byte[], byte[]> record) {
        if (record.topic().equals(predictions)) {
            Prediction prediction = predictionValues.deserialize(predictions, record.value());
            note(prediction.getRequestId(), prediction.getFunction());
            got[prediction.getSource().getPartition()]++;
        } else {
            RejectedRecord rejection = rejectionValues.deserialize(rejections, record.value());
            rejected++;
            note(String.valueOf(rejection.getRequestId()), String.valueOf(rejection.getFunction()));
            got[rejection.getSource().getPartition()]++;
        }
    }

    private void note(String request, String function) {
        int outcome = RequestLoad.outcome(Integer.parseInt(request), function);
        if (seen.get(outcome)) {
            doubled++;
        }
        seen.set(outcome);
    }

    private synchronized void look(long[] before) {
        long now = System.nanoTime();
        boolean anyCame = false;
        boolean anyWaits = false;
        for (int partition = 0; partition < got.length; partition++) {
            boolean came = got[partition] > before[partition];
            boolean waiting = load.acknowledged(partition) > got[partition];
            silences[partition].look(now, came, waiting);
            anyCame |= came;
            anyWaits |= waiting;
        }
        silences[got.length].look(now, anyCame, anyWaits);
    }

    /** Outcomes that have not come. */
    synchronized int missing() {
        throwFailure();
        return load.expected() - seen.cardinality();
    }

    /** Outcomes that came once more. */
    synchronized int doubled() {
        return doubled;
    }

    /** Outcomes that are no predictions. */
    synchronized int rejected() {
        return rejected;
    }

    /** Forgets how long it was silent so far. */
    synchronized void resetSilences() {
        for (Silence silence : silences) {
            silence.reset();
        }
    }

    /** The longest time without any outcome while requests waited. */
    synchronized Duration longestSilence() {
        return Duration.ofNanos(silences[got.length].longestNanos);
    }

    /** The same for the partition that was silent longest. */
    synchronized Duration longestSilenceOfAPartition() {
        long longest = 0;
        for (int partition = 0; partition < got.length; partition++) {
            longest = Math.max(longest, silences[partition].longestNanos);
        }
        return Duration.ofNanos(longest);
    }

    private void throwFailure() {
        RuntimeException first = failure.get();
        if (first != null) {
            throw new IllegalStateException("the witness could not read on", first);
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        reader.close();
        predictionValues.close();
        rejectionValues.close();
    }
}
