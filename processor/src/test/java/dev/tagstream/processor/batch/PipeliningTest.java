package dev.tagstream.processor.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tagstream.model.engine.PreparedBatch;
import dev.tagstream.model.engine.Score;
import dev.tagstream.model.engine.Scorer;
import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.model.engine.Workload;
import dev.tagstream.processor.scorer.FakeScorer;
import dev.tagstream.processor.scorer.TagExamples;
import dev.tagstream.runtime.tags.ActiveTags;
import dev.tagstream.tags.TagSet;
import dev.tagstream.tags.prompt.SpanText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What planner and engine thread do at the same time, with latches in place of a slow device. */
class PipeliningTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int TASKS = 3; // of a full batch
    private static final int TOKENS = 3; // of each task

    private final Mailbox mailbox = new Mailbox();
    private final CountDownLatch scoring = new CountDownLatch(1);
    private final CountDownLatch finish = new CountDownLatch(1);
    private final FakeScorer fake = new FakeScorer();
    private final WatchedScorer scorer = new WatchedScorer(fake);
    private final Batcher batcher = new Batcher(
            List.of(scorer),
            tags(),
            new BatchPolicy(TASKS * TOKENS, Duration.ofHours(1)),
            new QueueBounds(1000, 10_000),
            WarmUp.NONE);

    @AfterEach
    void close() {
        finish.countDown();
        batcher.close();
    }

    private void holdFirstBatch() {
        fake.beforeBatch(batch -> {
            scoring.countDown();
            awaitLatch(finish);
        });
    }

    @Test
    void preparesTheNextBatchWhileOneIsScored() throws InterruptedException {
        holdFirstBatch();
        batcher.start();
        offer(0, 3 * TASKS);
        scoring.await();

        await().atMost(PATIENCE).until(() -> scorer.prepared.size() == 2);
        assertThat(fake.batches()).isEmpty();
        assertThat(batcher.waiting()).as("the third stays in the queue").isEqualTo(TASKS);
        finish.countDown();
        assertThat(tickets(3 * TASKS)).doesNotHaveDuplicates();
        assertThat(scorer.prepared).hasSize(3);
        assertThat(scorer.threadsOf("score")).hasSize(1);
        assertThat(scorer.threadsOf("close")).isEqualTo(scorer.threadsOf("score"));
        assertThat(scorer.threadsOf("prepare")).doesNotContainAnyElementsOf(scorer.threadsOf("score"));
    }

    @Test
    void closesUnscoredOnTheEngineThreadWhatWasPreparedWhenItIsClosed() throws InterruptedException {
        holdFirstBatch();
        batcher.start();
        offer(0, 2 * TASKS);
        scoring.await();
        await().atMost(PATIENCE).until(() -> scorer.prepared.size() == 2);

        Thread closing = new Thread(batcher::close);
        closing.start();
        await().atMost(PATIENCE).until(() -> isClosed(batcher));
        finish.countDown();
        closing.join(PATIENCE.toMillis());

        assertThat(fake.batches()).hasSize(1);
        assertThat(scorer.open.get()).isZero();
        assertThat(scorer.threadsOf("close")).isEqualTo(scorer.threadsOf("score"));
    }

    @Test
    void halvesABatchThatCannotBePreparedDownToTheCulprit() {
        scorer.unpreparable = task -> task.spans().get(0).ids()[2] == 'I';
        batcher.start();
        offer(new Submission(1, task("CCO"), mailbox), new Submission(2, task("CCI"), mailbox));
        offer(new Submission(3, task("CCN"), mailbox));

        assertThat(deliveries(3))
                .filteredOn(delivery -> delivery.outcome() instanceof Outcome.Refused)
                .singleElement()
                .satisfies(delivery -> assertThat(delivery.ticket()).isEqualTo(2));
    }

    @Test
    void closesWhatWasPreparedWhenTheEngineBreaks() throws InterruptedException {
        fake.beforeBatch(batch -> {
            scoring.countDown();
            awaitLatch(finish);
            throw new OutOfMemoryError("no heap left");
        });
        batcher.start();
        offer(0, 2 * TASKS);
        scoring.await();
        await().atMost(PATIENCE).until(() -> scorer.prepared.size() == 2);
        finish.countDown();

        await().atMost(PATIENCE).until(() -> scorer.open.get() == 0);
        await().atMost(PATIENCE).until(() -> isClosed(batcher));
    }

    @Test
    void scoresABatchThatIsPreparedAlreadyWithTheTagsThatCameSince() throws InterruptedException {
        ActiveTags tags = tags();
        holdFirstBatch();
        try (Batcher other = new Batcher(
                List.of(scorer),
                tags,
                new BatchPolicy(TASKS * TOKENS, Duration.ofHours(1)),
                new QueueBounds(1000, 10_000),
                WarmUp.NONE)) {
            other.start();
            for (int ticket = 0; ticket < 2 * TASKS; ticket++) {
                other.offer(List.of(new Submission(ticket, task("CCO"), mailbox)), PATIENCE);
            }
            scoring.await();
            await().atMost(PATIENCE).until(() -> scorer.prepared.size() == 2);
            tags.change(set -> TagExamples.tags(FakeScorer.WIDTH, 2));
            for (int ticket = 0; ticket < TASKS; ticket++) {
                other.offer(List.of(new Submission(100 + ticket, task("CCO"), mailbox)), PATIENCE);
            }
            finish.countDown();
            assertThat(deliveries(3 * TASKS)).allSatisfy(delivery -> assertThat(((Outcome.Scored) delivery.outcome())
                            .score()
                            .functionTag()
                            .version())
                    .isEqualTo(delivery.ticket() < TASKS ? 1 : 2));
        }
        assertThat(scorer.prepared).as("the second batch once more").hasSize(4);
        assertThat(scorer.open.get()).isZero();
        assertThat(scorer.threadsOf("close")).isEqualTo(scorer.threadsOf("score"));
    }

    @Test
    void answersEverythingOnceWithTwoEngines() {
        FakeScorer first = new FakeScorer();
        FakeScorer second = new FakeScorer();
        try (Batcher two = new Batcher(
                List.of(new WatchedScorer(first), new WatchedScorer(second)),
                tags(),
                new BatchPolicy(20, Duration.ofMillis(1)),
                new QueueBounds(50, 10_000),
                WarmUp.MEASURED)) {
            two.start();
            int warmUp = first.batches().size();
            for (int ticket = 0; ticket < 2000; ticket++) {
                assertThat(two.offer(
                                List.of(new Submission(ticket, task("C".repeat(1 + ticket % 9)), mailbox)), PATIENCE))
                        .isTrue();
            }
            assertThat(tickets(2000)).doesNotHaveDuplicates();
            assertThat(first.batches().size() - warmUp).isPositive();
            assertThat(second.batches().size() - warmUp).isPositive();
        }
    }

    @Test
    void leavesNoEngineIdleWhileOneProteinIsHot() throws InterruptedException {
        CountDownLatch held = new CountDownLatch(1);
        AtomicInteger batches = new AtomicInteger();
        FakeScorer[] both = {new FakeScorer(), new FakeScorer()};
        for (FakeScorer each : both) {
            each.beforeBatch(batch -> {
                if (batches.getAndIncrement() == 0) { // whichever engine is first
                    held.countDown();
                    awaitLatch(finish);
                }
            });
        }
        try (Batcher two = new Batcher(
                List.of(both),
                tags(),
                new BatchPolicy(TASKS * TOKENS, Duration.ofMillis(1)),
                new QueueBounds(1000, 10_000),
                WarmUp.NONE)) {
            two.start();
            two.offer(List.of(new Submission(0, task("CCO"), mailbox)), PATIENCE);
            held.await();
            for (int ticket = 1; ticket <= 10 * TASKS; ticket++) {
                two.offer(List.of(new Submission(ticket, task("CCO"), mailbox)), PATIENCE);
            }
            assertThat(tickets(9 * TASKS))
                    .as("one batch may be prepared for the engine that is held")
                    .isNotEmpty();
            finish.countDown();
        }
    }

    private void offer(long firstTicket, int count) {
        for (int i = 0; i < count; i++) {
            offer(new Submission(firstTicket + i, task("CCO"), mailbox));
        }
    }

    private void offer(Submission... request) {
        assertThat(batcher.offer(List.of(request), PATIENCE)).isTrue();
    }

    private ScoringTask task(String smiles) {
        return new ScoringTask("QED", List.of(fake.tokenize("SMILES", smiles)));
    }

    private List<Delivery> deliveries(int count) {
        List<Delivery> all = new ArrayList<>();
        await().atMost(PATIENCE).until(() -> {
            for (var next = mailbox.poll(); next.isPresent(); next = mailbox.poll()) {
                all.add(next.get());
            }
            return all.size() >= count;
        });
        return all;
    }

    private List<Long> tickets(int count) {
        return deliveries(count).stream().map(Delivery::ticket).toList();
    }

    private static boolean isClosed(Batcher batcher) {
        try {
            batcher.ensureAvailable();
            return false;
        } catch (EngineUnavailable e) {
            return true;
        }
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ActiveTags tags() {
        ActiveTags tags = new ActiveTags();
        tags.change(none -> TagExamples.tags(FakeScorer.WIDTH, 1));
        return tags;
    }

    /** Notes which thread does what, and insists on one thread that prepares and one that scores at a time. */
    private static final class WatchedScorer implements Scorer {
        private record Call(String what, long thread) {}

        private final FakeScorer fake;
        private final List<List<ScoringTask>> prepared = new CopyOnWriteArrayList<>();
        private final List<Call> calls = new CopyOnWriteArrayList<>();
        private final AtomicInteger open = new AtomicInteger();
        private final AtomicInteger preparing = new AtomicInteger();
        private volatile Predicate<ScoringTask> unpreparable = task -> false;

        private WatchedScorer(FakeScorer fake) {
            this.fake = fake;
        }

        private void note(String what) {
            calls.add(new Call(what, Thread.currentThread().getId()));
        }

        private List<Long> threadsOf(String what) {
            return calls.stream()
                    .filter(call -> call.what().equals(what))
                    .map(Call::thread)
                    .distinct()
                    .toList();
        }

        @Override
        public PreparedBatch prepare(List<ScoringTask> tasks, TagSet tags) {
            assertThat(preparing.incrementAndGet()).isOne();
            note("prepare");
            try {
                if (tasks.stream().anyMatch(unpreparable)) {
                    throw new IllegalArgumentException("a task that can't be laid out");
                }
                PreparedBatch batch = fake.prepare(tasks, tags);
                open.incrementAndGet();
                prepared.add(tasks);
                return watched(batch);
            } finally {
                preparing.decrementAndGet();
            }
        }

        private PreparedBatch watched(PreparedBatch batch) {
            return new PreparedBatch() {
                @Override
                public Workload workload() {
                    return batch.workload();
                }

                @Override
                public List<Score> score() {
                    note("score");
                    return batch.score();
                }

                @Override
                public void close() {
                    note("close");
                    open.decrementAndGet();
                    batch.close();
                }
            };
        }

        @Override
        public String modelFingerprint() {
            return fake.modelFingerprint();
        }

        @Override
        public String tokenizerFingerprint() {
            return fake.tokenizerFingerprint();
        }

        @Override
        public int width() {
            return fake.width();
        }

        @Override
        public int layers() {
            return fake.layers();
        }

        @Override
        public SpanText tokenize(String domain, String text) {
            return fake.tokenize(domain, text);
        }

        @Override
        public void close() {
            fake.close();
        }
    }
}
