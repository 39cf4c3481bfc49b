package dev.tagstream.bench.micro;

import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.processor.batch.BatchBudget;
import dev.tagstream.processor.batch.BatchPolicy;
import dev.tagstream.processor.batch.Mailbox;
import dev.tagstream.processor.batch.QueueBounds;
import dev.tagstream.processor.batch.Submission;
import dev.tagstream.processor.batch.WorkQueue;
import dev.tagstream.tags.prompt.SpanText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A task into the queue before the engine and out of it in a batch; time for one task. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WorkQueueBenchmark {
    private static final int TASKS = 64;
    private static final int TOKENS = 40;

    private final WorkQueue queue = new WorkQueue(new QueueBounds(2 * TASKS, 2 * TASKS * TOKENS), 1, System::nanoTime);
    private final BatchBudget budget = BatchBudget.of(new BatchPolicy(TASKS * TOKENS, Duration.ofSeconds(1)));
    private final List<List<Submission>> requests = new ArrayList<>();

    public WorkQueueBenchmark() {
        Mailbox mailbox = new Mailbox();
        for (int i = 0; i < TASKS; i++) {
            ScoringTask task = new ScoringTask("F", List.of(new SpanText("SMILES", new int[TOKENS], false)));
            requests.add(List.of(new Submission(i, task, mailbox)));
        }
    }

    @Benchmark
    @OperationsPerInvocation(TASKS)
    public int offerAndTake() throws InterruptedException {
        for (List<Submission> request : requests) {
            queue.offer(request, Duration.ZERO);
        }
        int taken = queue.takeDue(0, budget).size();
        queue.finished(0);
        return taken;
    }
}
