package dev.tagstream.faults;

import dev.tagstream.client.KafkaConnection;
import dev.tagstream.schemas.ScreeningRequest;
import java.io.Closeable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests at an even pace. Their ids are consecutive numbers; each asks for one function, and every tenth for a second one.
 *
 * <p>An outcome has the number {@code 2 * request}, one more for the second function.
 */
final class RequestLoad implements Closeable {
    static final List<String> FUNCTIONS = List.of("BindingAffinity", "QED");

    private static final int SECOND_FUNCTION = 10;
    private static final String ATOMS = "CNO";
    private static final String RESIDUES = "ACDEFGHKLMNPQRSTVWY";

    private final String topic;
    private final double perSecond;
    private final KafkaProducer<String, ScreeningRequest> producer;
    private final AtomicLongArray acknowledged; // outcomes to come, by partition
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger expected = new AtomicInteger(); // outcomes
    private final AtomicInteger expectedRejections = new AtomicInteger();
    private final Random random;
    private final List<String> proteins;
    private @Nullable Thread pacer;
    private volatile boolean running;

    RequestLoad(KafkaConnection connection, int partitions, double perSecond, Random random) {
        this.topic = connection.topics().screeningRequests().name();
        this.perSecond = perSecond;
        this.producer = connection.writer(connection.serdes().valueSerializer(), Map.of());
        this.acknowledged = new AtomicLongArray(partitions);
        this.random = random;
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            texts.add("M" + text(RESIDUES, 60 + random.nextInt(200)));
        }
        this.proteins = List.copyOf(texts);
    }

    /** Outcome of which request and function that is. */
    static int outcome(int request, String function) {
        return 2 * request + FUNCTIONS.indexOf(function);
    }

    void start() {
        running = true;
        pacer = new Thread(this::pace, "load");
        pacer.start();
    }

    /** Sends no more, and returns when all that was sent is on the topic. */
    void stop() throws InterruptedException {
        running = false;
        if (pacer != null) {
            pacer.join();
        }
        producer.flush();
        throwFailure();
    }

    /** Sends so many in a row that no engine can score. */
    void sendCulprits(int count) {
        for (int i = 0; i < count; i++) {
            expectedRejections.addAndGet(send(EngineTrouble.CULPRIT));
        }
    }

    /** Requests sent. */
    int sent() {
        return sent.get();
    }

    /** Outcomes that there have to be. */
    int expected() {
        return expected.get();
    }

    /** Those of them that are no predictions. */
    int expectedRejections() {
        return expectedRejections.get();
    }

    /** Outcomes that there have to be of what a partition is known to hold. */
    long acknowledged(int partition) {
        return acknowledged.get(partition);
    }

    private void pace() {
        long start = System.nanoTime();
        for (long n = 0; running; n++) {
            send(text(ATOMS, 1 + random.nextInt(40)));
            long due = start + (long) (n * 1e9 / perSecond);
            LockSupport.parkNanos(due - System.nanoTime());
        }
    }

    private synchronized int send(String smiles) {
        throwFailure();
        int number = sent.getAndIncrement();
        List<String> functions = number % SECOND_FUNCTION == 0 ? FUNCTIONS : FUNCTIONS.subList(0, 1);
        expected.addAndGet(functions.size());
        String compound = "c" + random.nextInt(1_000);
        ScreeningRequest request = ScreeningRequest.newBuilder()
                .setRequestId(String.valueOf(number))
                .setLibraryId("faults")
                .setCompoundId(compound)
                .setSmiles(smiles)
                .setTargetId("T")
                .setProtein(proteins.get(random.nextInt(proteins.size())))
                .setFunctions(List.copyOf(functions))
                .setSubmittedAt(Instant.now())
                .build();
        var unused = producer.send(new ProducerRecord<>(topic, compound, request), (metadata, problem) -> {
            if (problem != null) {
                failure.compareAndSet(null, problem);
            } else {
                acknowledged.addAndGet(metadata.partition(), functions.size());
            }
        });
        return functions.size();
    }

    private String text(String letters, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }

    private void throwFailure() {
        Exception first = failure.get();
        if (first != null) {
            throw new IllegalStateException("a request could not be sent: " + first.getMessage(), first);
        }
    }

    @Override
    public void close() {
        running = false;
        producer.close();
    }
}
