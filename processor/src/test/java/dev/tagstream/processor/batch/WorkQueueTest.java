package dev.tagstream.processor.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.schemas.RequestLane;
import dev.tagstream.tags.prompt.SpanText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Which tasks go into the next batch, and whose batch; one thread, and time in the test's hand. */
class WorkQueueTest {
    private static final int HOT = 7;

    private final Mailbox mailbox = new Mailbox();
    private long now;

    @Example
    void keepsFillingWhileTheEngineWorks() throws InterruptedException {
        WorkQueue queue = queue(1);
        BatchBudget budget = budget(100);
        offer(queue, pair(1, HOT, 1));
        assertThat(queue.takeDue(0, budget)).isEmpty();
        now = 60;
        assertThat(tickets(queue.takeDue(0, budget))).containsExactly(1L);

        offer(queue, pair(2, HOT, 2));
        now = 600;
        assertThat(queue.takeDue(0, budget)).as("the engine is busy").isEmpty();
        offer(queue, pair(3, HOT, 3));
        queue.finished(0);
        assertThat(tickets(queue.takeDue(0, budget))).containsExactly(2L, 3L);
    }

    @Example
    void tellsHowLongTheOldestHasWaited() throws InterruptedException {
        WorkQueue queue = queue(1);
        assertThat(queue.longestWait(RequestLane.BULK)).isZero();
        now = 10;
        offer(queue, pair(1, HOT, 1));
        now = 30;
        offer(queue, pair(2, HOT, 2));
        now = 100;
        assertThat(queue.longestWait(RequestLane.BULK)).isEqualTo(Duration.ofMillis(90));
        queue.takeDue(0, budget(2));
        assertThat(queue.longestWait(RequestLane.BULK)).isEqualTo(Duration.ofMillis(70));
        queue.close();
        assertThat(queue.longestWait(RequestLane.BULK)).isZero();
    }

    @Example
    void isOneFullBatchAheadOfTheEngineAndNoMore() throws InterruptedException {
        WorkQueue queue = queue(1);
        BatchBudget budget = budget(4);
        for (int i = 0; i < 4; i++) {
            offer(queue, pair(i, HOT, i)); // two tokens each
        }
        assertThat(tickets(queue.takeDue(0, budget))).containsExactly(0L, 1L);
        assertThat(tickets(queue.takeDue(0, budget))).containsExactly(2L, 3L);
        offer(queue, pair(4, HOT, 4));
        offer(queue, pair(5, HOT, 5));
        assertThat(queue.takeDue(0, budget)).isEmpty();

        queue.finished(0);
        assertThat(tickets(queue.takeDue(0, budget))).containsExactly(4L, 5L);
    }

    @Example
    void prefersWhatSharesASpanWithTheOldest() throws InterruptedException {
        WorkQueue queue = queue(1);
        offer(queue, pair(1, HOT, 1));
        offer(queue, pair(2, 8, 2));
        offer(queue, pair(3, HOT, 3));
        offer(queue, pair(4, 9, 1)); // the molecule of the oldest
        assertThat(tickets(queue.takeDue(0, budget(6)))).containsExactly(1L, 3L, 4L);
    }

    @Example
    void countsASharedSpanOnce() throws InterruptedException {
        WorkQueue queue = queue(1);
        BatchBudget budget = BatchBudget.of(new BatchPolicy(1000, 5, Duration.ofHours(1), Duration.ofMillis(50)))
                .withCost(new CostModel(0, 0, 0, 0, 0, 0, 0, 1, 1)); // a byte for each distinct token
        for (int i = 0; i < 4; i++) {
            offer(queue, pair(i, HOT, i));
        }
        assertThat(tickets(queue.takeDue(0, budget)))
                .as("one protein, four molecules")
                .containsExactly(0L, 1L, 2L, 3L);
        for (int i = 0; i < 4; i++) {
            offer(queue, pair(i, 10 + i, 10 + i));
        }
        assertThat(tickets(queue.takeDue(0, budget))).as("two bytes each").containsExactly(0L, 1L);
    }

    @Example
    void letsAnIdleEngineTakeFromABusyOne() throws InterruptedException {
        WorkQueue queue = queue(2);
        BatchBudget budget = budget(4);
        int hotEngine = new Rendezvous(2).engineOf(pair(0, HOT, 0).task());
        int other = 1 - hotEngine;
        for (int i = 0; i < 5; i++) {
            offer(queue, pair(i, HOT, i));
        }
        assertThat(tickets(queue.takeDue(hotEngine, budget))).containsExactly(0L, 1L);
        assertThat(tickets(queue.takeDue(other, budget))).containsExactly(2L, 3L);
        assertThat(queue.takeDue(other, budget)).as("it is busy itself now").isEmpty();
        queue.finished(other);
        assertThat(queue.takeDue(other, budget)).as("neither full nor old").isEmpty();
        now = 60;
        assertThat(tickets(queue.takeDue(other, budget))).containsExactly(4L);
    }

    @Example
    void putsInteractiveTasksBeforeWhateverWaits() throws InterruptedException {
        WorkQueue queue = queue(1);
        for (int i = 0; i < 4; i++) {
            offer(queue, pair(i, HOT, i));
        }
        offer(queue, interactive(10, 8, 1));
        offer(queue, interactive(11, 9, 2));
        assertThat(tickets(queue.takeDue(0, budget(6)))).as("three fit").containsExactly(10L, 11L, 0L);
    }

    @Example
    void hasRoomForEachLaneByItself() throws InterruptedException {
        WorkQueue queue = new WorkQueue(new QueueBounds(2, 1000, 1), 1, () -> now * 1_000_000);
        offer(queue, pair(1, HOT, 1));
        offer(queue, pair(2, HOT, 2));
        assertThat(queue.offer(List.of(pair(3, HOT, 3)), Duration.ZERO)).isFalse();
        offer(queue, interactive(4, HOT, 4));
        assertThat(queue.offer(List.of(interactive(5, HOT, 5)), Duration.ZERO)).isFalse();
        assertThat(tickets(queue.takeDue(0, budget(2)))).containsExactly(4L);
        offer(queue, interactive(5, HOT, 5));
        assertThat(queue.offer(List.of(pair(3, HOT, 3)), Duration.ZERO))
                .as("nothing of the bulk lane was taken")
                .isFalse();
    }

    @Example
    void tellsOfEachLaneHowLongItsOldestHasWaited() throws InterruptedException {
        WorkQueue queue = queue(1);
        offer(queue, pair(1, HOT, 1));
        now = 30;
        offer(queue, interactive(2, HOT, 2));
        now = 100;
        assertThat(queue.longestWait(RequestLane.BULK)).isEqualTo(Duration.ofMillis(100));
        assertThat(queue.longestWait(RequestLane.INTERACTIVE)).isEqualTo(Duration.ofMillis(70));
    }

    /** However many interactive tasks come, of five batches in a row one is made up as if there were no lanes. */
    @Property(tries = 50)
    void starvesNoLibraryWhileInteractiveTasksKeepComing(@ForAll @IntRange(min = 1, max = 8) int perBatch)
            throws InterruptedException {
        WorkQueue queue = queue(1);
        int library = 5 * perBatch;
        Set<Long> left = new HashSet<>();
        for (long ticket = 0; ticket < library; ticket++) {
            offer(queue, pair(ticket, HOT, (int) ticket));
            left.add(ticket);
        }
        int batches = 0;
        for (; !left.isEmpty(); batches++) {
            for (int i = 0; i < perBatch; i++) {
                offer(queue, interactive(10_000L + batches, 8, 1_000 + batches));
            }
            now += 100;
            tickets(queue.takeDue(0, budget(2 * perBatch))).forEach(left::remove);
            queue.finished(0);
            assertThat(batches).isLessThan(100);
        }
        assertThat(batches).isLessThanOrEqualTo(5 * (WorkQueue.MAX_PASSES + 1));
    }

    private Submission interactive(long ticket, int protein, int molecule) {
        Submission pair = pair(ticket, protein, molecule);
        return new Submission(ticket, pair.task(), mailbox, RequestLane.INTERACTIVE);
    }

    /** Whatever comes, in whatever order engines ask: nothing is lost, doubled or over budget, and the bound is global. */
    @Property(tries = 200)
    void handsOutEveryTaskOnce(
            @ForAll @Size(min = 1, max = 80) List<@IntRange(min = 0, max = 40) Integer> steps,
            @ForAll @IntRange(min = 1, max = 3) int engines,
            @ForAll @IntRange(min = 1, max = 12) int maxTokens)
            throws InterruptedException {
        WorkQueue queue = new WorkQueue(new QueueBounds(20, 1000), engines, () -> now * 1_000_000);
        BatchBudget budget = budget(maxTokens);
        List<Long> offered = new ArrayList<>();
        List<Long> handedOut = new ArrayList<>();
        for (int step : steps) {
            if (step < 30) {
                long ticket = offered.size();
                if (queue.offer(List.of(pair(ticket, step % 5, step % 7)), Duration.ZERO)) {
                    offered.add(ticket);
                }
            } else {
                now += 20;
                takeOne(queue, step % engines, budget, handedOut);
            }
            assertThat(queue.size())
                    .isEqualTo(offered.size() - handedOut.size())
                    .isLessThanOrEqualTo(20);
        }
        now += 1000;
        for (int i = 0; i < 100 * engines; i++) {
            takeOne(queue, i % engines, budget, handedOut);
        }
        assertThat(handedOut).containsExactlyInAnyOrderElementsOf(offered);
        assertThat(queue.size()).isZero();
    }

    private static void takeOne(WorkQueue queue, int engine, BatchBudget budget, List<Long> handedOut) {
        List<Submission> batch = queue.takeDue(engine, budget);
        if (!batch.isEmpty()) {
            assertThat(batch.size() == 1 || 2 * batch.size() <= budget.tokenCeiling())
                    .isTrue();
            handedOut.addAll(tickets(batch));
            queue.finished(engine);
        }
    }

    /** A protein that keeps coming can't hold the others back for longer than their turn and a few batches. */
    @Property(tries = 100)
    void starvesNobodyWhileOneProteinKeepsComing(
            @ForAll @Size(min = 1, max = 30) List<@IntRange(min = 8, max = 12) Integer> proteins,
            @ForAll @IntRange(min = 1, max = 8) int perBatch)
            throws InterruptedException {
        WorkQueue queue = queue(1);
        offer(queue, pair(0, HOT, 0));
        Map<Long, Integer> turn = new HashMap<>();
        for (int protein : proteins) {
            long ticket = turn.size() + 1L;
            turn.put(ticket, Math.toIntExact(ticket / perBatch));
            offer(queue, pair(ticket, protein, (int) (1000 + ticket)));
        }
        Set<Long> left = new HashSet<>(turn.keySet());
        long hot = 10_000;
        for (int batch = 0; !left.isEmpty(); batch++) {
            for (int i = 0; i < perBatch; i++) {
                offer(queue, pair(hot++, HOT, (int) hot));
            }
            List<Submission> taken = queue.takeDue(0, budget(2 * perBatch));
            queue.finished(0);
            for (long ticket : tickets(taken)) {
                assertThat(!left.remove(ticket) || batch <= turn.getOrDefault(ticket, 0) + WorkQueue.MAX_PASSES + 1)
                        .as("task %d in batch %d", ticket, batch)
                        .isTrue();
            }
            assertThat(batch).isLessThan(100);
        }
    }

    @Property(tries = 50)
    void movesOnlyTheShareOfAnEngineThatGoes(@ForAll @IntRange(min = 2, max = 8) int engines) {
        Rendezvous all = new Rendezvous(engines);
        Rendezvous fewer = new Rendezvous(engines - 1);
        int[] share = new int[engines];
        for (int protein = 0; protein < 4000; protein++) {
            ScoringTask task = pair(0, protein, 0).task();
            int engine = all.engineOf(task);
            share[engine]++;
            if (engine < engines - 1) {
                assertThat(fewer.engineOf(task)).isEqualTo(engine);
            }
        }
        assertThat(IntStream.of(share)).allMatch(count -> Math.abs(count - 4000 / engines) < 300);
    }

    private WorkQueue queue(int engines) {
        return new WorkQueue(new QueueBounds(1000, 100_000), engines, () -> now * 1_000_000);
    }

    private static BatchBudget budget(int maxTokens) {
        return BatchBudget.of(new BatchPolicy(maxTokens, Duration.ofMillis(50)));
    }

    private void offer(WorkQueue queue, Submission submission) throws InterruptedException {
        assertThat(queue.offer(List.of(submission), Duration.ZERO)).isTrue();
    }

    /** One token of protein and one of molecule. */
    private Submission pair(long ticket, int protein, int molecule) {
        return new Submission(
                ticket,
                new ScoringTask(
                        "BindingAffinity",
                        List.of(
                                new SpanText("Protein", new int[] {protein}, false),
                                new SpanText("SMILES", new int[] {molecule}, false))),
                mailbox);
    }

    private static List<Long> tickets(List<Submission> batch) {
        return batch.stream().map(Submission::ticket).toList();
    }
}
