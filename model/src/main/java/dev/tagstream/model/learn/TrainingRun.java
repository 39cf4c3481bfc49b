package dev.tagstream.model.learn;

import dev.tagstream.model.engine.Gradients;
import dev.tagstream.model.engine.LlamaEngine;
import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.Rows;
import dev.tagstream.tags.TagSet;
import dev.tagstream.tags.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;

/** One run of training, from a beginning to the tag of the lowest held-out loss. Used once. */
final class TrainingRun {
    /** Enough to tell a better tag from a worse one, and few enough to ask often. */
    private static final int JUDGED_BY = 2_000;

    /** Examples between evaluations: an epoch, unless that is less or more than these, or the run is short for its patience. */
    private static final int FEWEST_BETWEEN = 1_000;

    private static final int MOST_BETWEEN = 8_000;

    /** Steps in a row whose gradients are no numbers, after which there is nothing left to hope for. */
    private static final int MOST_OVERFLOWS = 20;

    private static final double SMOOTHING = 0.95;

    private final LlamaLearner learner;
    private final LlamaEngine engine;
    private final TagSet domains;
    private final FunctionTag beginning;
    private final List<LabelledTask> examples;
    private final List<LabelledTask> heldOut;
    private final List<LabelledTask> judges;
    private final TrainingOptions options;
    private final TrainingListener listener;
    private final LabelScale scale;
    private final Optional<Path> checkpoint;
    private final String name;
    private List<MemberOptimizer> optimizers;
    private long startedAt = System.nanoTime();
    private int firstEpoch;
    private int batchesDone; // of the first epoch that is run

    private FunctionTag best;
    private double bestLoss;
    private Map<String, Double> bestMetrics = Map.of();
    private Map<String, Double> lastMetrics = Map.of();
    private int evaluationsWithoutGain;
    private int steps;
    private int overflows; // in a row
    private long seen;
    private long seenAtEvaluation;
    private double smoothedLoss;

    TrainingRun(
            LlamaLearner learner,
            LlamaEngine engine,
            TagSet domains,
            FunctionTag beginning,
            List<LabelledTask> examples,
            List<LabelledTask> heldOut,
            TrainingOptions options,
            TrainingListener listener,
            Optional<Path> checkpoint) {
        this.checkpoint = checkpoint;
        this.learner = learner;
        this.engine = engine;
        this.domains = domains;
        this.beginning = beginning;
        this.examples = examples;
        this.heldOut = heldOut;
        this.judges = sample(heldOut, options.seed());
        this.options = options;
        this.listener = listener;
        this.scale = new LabelScale(beginning.targetMean(), beginning.targetStandardDeviation());
        this.optimizers = beginning.members().stream().map(MemberOptimizer::new).toList();
        this.best = beginning.withOffsets(Map.of());
        this.bestLoss = Double.POSITIVE_INFINITY;
        this.name = name();
    }

    /** Tells this run from others: model, prompt, options and data. */
    private String name() {
        int data = 31 * hash(examples) + hash(heldOut);
        return "%s %s %s %d of %d and %d"
                .formatted(
                        engine.modelFingerprint(),
                        beginning.template().source(),
                        options,
                        data,
                        examples.size(),
                        heldOut.size());
    }

    private static List<LabelledTask> sample(List<LabelledTask> heldOut, long seed) {
        List<LabelledTask> shuffled = new ArrayList<>(heldOut);
        Collections.shuffle(shuffled, new Random(seed));
        return List.copyOf(shuffled.subList(0, Math.min(JUDGED_BY, shuffled.size())));
    }

    /** The same in every process, unlike the hash of an enum. */
    private static int hash(List<LabelledTask> examples) {
        int hash = 17;
        for (LabelledTask example : examples) {
            hash = 31 * hash
                    + Objects.hash(
                            example.task(), example.label(), example.bound().name());
        }
        return hash;
    }

    /** Throws {@link IllegalArgumentException} if the checkpoint is of another run. */
    LearnedTag run() {
        try {
            return finished();
        } catch (CancellationException e) {
            return new LearnedTag(best, bestMetrics, examples.size(), LearnedTag.End.STOPPED);
        }
    }

    private LearnedTag finished() {
        checkpoint
                .flatMap(file -> TrainingState.read(file, name))
                .ifPresentOrElse(this::goOnFrom, () -> evaluate(best));
        LearnedTag.End end = train();
        if (seen > seenAtEvaluation) {
            evaluate(present());
        }
        FunctionTag learned = steps == 0 ? best : withSolvedHeads();
        FunctionTag tag = options.offsets() && learned.task() == Task.REGRESSION
                ? OffsetChoice.beside(learned, prompts -> predict(learned, prompts), examples, judges)
                : learned;
        return new LearnedTag(tag, Metrics.of(tag.task(), predict(tag, heldOut), heldOut), examples.size(), end);
    }

    /** Throws {@link CancellationException} once the listener ends the run. */
    private List<double[]> predict(FunctionTag tag, List<LabelledTask> prompts) {
        return learner.predict(tag, domains, prompts, this::goesOn);
    }

    private boolean goesOn() {
        return listener.goesOn(new TrainingProgress(seen, examplesAtMost(), smoothedLoss(), lastMetrics));
    }

    private long examplesAtMost() {
        return (long) options.epochs() * examples.size();
    }

    private FunctionTag withSolvedHeads() {
        return SolvedHeads.of(
                best,
                (prompts, reader) -> learner.visitStates(best, domains, prompts, this::goesOn, reader),
                examples,
                judges,
                options.seed());
    }

    private LearnedTag.End train() {
        Epochs epochs = new Epochs(examples, beginning.template(), options.batch(), options.seed());
        Schedule schedule = new Schedule(options.learningRate(), examplesAtMost(), options.budget());
        for (int epoch = firstEpoch; epoch < options.epochs(); epoch++) {
            List<List<LabelledTask>> batches = epochs.batches(epoch);
            for (int b = epoch == firstEpoch ? batchesDone : 0; b < batches.size(); b++) {
                List<LabelledTask> batch = batches.get(b);
                step(batch, schedule.rate(steps, seen, elapsed()));
                if (!goesOn()) {
                    throw new CancellationException("the listener ends the run");
                }
                if (elapsed() > options.budget().toNanos()) {
                    return LearnedTag.End.BUDGET;
                }
                if (overflows >= MOST_OVERFLOWS) {
                    return LearnedTag.End.OVERFLOW;
                }
                if (seen - seenAtEvaluation >= betweenEvaluations()) {
                    evaluate(present());
                    save(epoch, b + 1);
                    if (evaluationsWithoutGain >= options.patience()) {
                        return LearnedTag.End.PATIENCE;
                    }
                }
            }
        }
        return LearnedTag.End.EPOCHS;
    }

    /** So many that patience can end a run in its first half, however short; yet no fewer than an evaluation takes itself. */
    private long betweenEvaluations() {
        long usual = Math.max(FEWEST_BETWEEN, Math.min(MOST_BETWEEN, examples.size()));
        return Math.max(judges.size(), Math.min(usual, examplesAtMost() / (2L * options.patience())));
    }

    private void save(int epoch, int batches) {
        checkpoint.ifPresent(file -> new TrainingState(
                        TrainingState.FORMAT,
                        name,
                        epoch,
                        batches,
                        steps,
                        seen,
                        elapsed(),
                        smoothedLoss,
                        bestLoss,
                        evaluationsWithoutGain,
                        optimizers.stream().map(MemberOptimizer::state).toList(),
                        best.members().stream().map(TrainingRun::values).toList())
                .write(file));
    }

    private static TrainingState.Values values(FunctionTag.Member member) {
        return new TrainingState.Values(
                member.rows().toArray(),
                member.head().toArray(),
                member.deep() == null ? null : member.deep().toArray(),
                member.lowRank() == null ? null : member.lowRank().values().toArray());
    }

    private void goOnFrom(TrainingState state) {
        firstEpoch = state.epoch();
        batchesDone = state.batches();
        steps = state.steps();
        seen = state.seen();
        seenAtEvaluation = seen;
        startedAt -= state.nanos();
        smoothedLoss = state.smoothedLoss();
        bestLoss = state.bestLoss();
        evaluationsWithoutGain = state.evaluationsWithoutGain();
        List<MemberOptimizer> restored = new ArrayList<>();
        List<FunctionTag.Member> bestMembers = new ArrayList<>();
        for (int m = 0; m < beginning.members().size(); m++) {
            FunctionTag.Member shape = beginning.members().get(m);
            restored.add(new MemberOptimizer(shape, state.members().get(m)));
            bestMembers.add(member(shape, state.best().get(m)));
        }
        optimizers = restored;
        best = best.withMembers(bestMembers);
    }

    private static FunctionTag.Member member(FunctionTag.Member shape, TrainingState.Values values) {
        return new FunctionTag.Member(
                like(shape.rows(), values.rows()),
                like(shape.head(), values.head()),
                shape.deep() == null || values.deep() == null ? null : like(shape.deep(), values.deep()),
                shape.lowRank() == null || values.lowRank() == null
                        ? null
                        : shape.lowRank().with(values.lowRank()));
    }

    private static Rows like(Rows shape, float[] values) {
        return new Rows(shape.rows(), shape.width(), values);
    }

    private long elapsed() {
        return System.nanoTime() - startedAt;
    }

    private void step(List<LabelledTask> batch, double learningRate) {
        FunctionTag present = present();
        List<ScoringTask> tasks = batch.stream()
                .map(example ->
                        new ScoringTask(present.id().name(), example.task().spans()))
                .toList();
        List<Gradients> gradients = engine.gradients(tasks, domains.with(present), scale.targets(batch)).stream()
                .map(scaled -> unscaled(scaled, present.task()))
                .toList();
        seen += batch.size();
        if (!gradients.stream().allMatch(Gradients::areFinite)) {
            overflows++;
            return;
        }
        overflows = 0;
        double loss = 0;
        for (int m = 0; m < gradients.size(); m++) {
            optimizers.get(m).step(gradients.get(m), learningRate, options.clipNorm());
            loss += gradients.get(m).loss() / gradients.size();
        }
        steps++;
        smoothedLoss = SMOOTHING * smoothedLoss + (1 - SMOOTHING) * loss;
    }

    /** Clipping is meant for losses in squared standard deviations, or nats. */
    private static Gradients unscaled(Gradients gradients, Task task) {
        float factor = task == Task.REGRESSION ? 1 / Gradients.REGRESSION_FACTOR : 1;
        return new Gradients(
                gradients.loss() * factor,
                times(gradients.rows(), factor),
                times(gradients.head(), factor),
                times(gradients.deep(), factor),
                times(gradients.lowRank(), factor));
    }

    private static float[] times(float[] values, float factor) {
        float[] scaled = values.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= factor;
        }
        return scaled;
    }

    private double smoothedLoss() {
        return steps == 0 ? 0 : smoothedLoss / (1 - Math.pow(SMOOTHING, steps));
    }

    private FunctionTag present() {
        return beginning
                .withOffsets(Map.of())
                .withMembers(optimizers.stream().map(MemberOptimizer::member).toList());
    }

    private void evaluate(FunctionTag tag) {
        seenAtEvaluation = seen;
        List<double[]> predictions = predict(tag, judges);
        lastMetrics = Metrics.of(tag.task(), predictions, judges);
        double loss = Arrays.stream(Losses.of(tag.task(), predictions, judges, scale.standardDeviation()))
                .average()
                .orElse(0);
        if (loss < bestLoss || judges.isEmpty()) {
            best = tag;
            bestMetrics = lastMetrics;
            bestLoss = loss;
            evaluationsWithoutGain = 0;
        } else {
            evaluationsWithoutGain++;
        }
    }
}
