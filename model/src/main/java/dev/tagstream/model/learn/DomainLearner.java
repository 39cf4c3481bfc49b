package dev.tagstream.model.learn;

import dev.tagstream.model.engine.LlamaEngine;
import dev.tagstream.model.engine.TextLoss;
import dev.tagstream.tags.DomainTag;
import dev.tagstream.tags.Rows;
import dev.tagstream.tags.TagId;
import dev.tagstream.tags.prompt.SpanText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Stage 1 of Tag-LLM (arXiv 2402.05140): learns a domain tag from unlabelled text by foretelling the next token, with the model frozen.
 * The gradient goes through whole prompts, since the tag comes first.
 */
public final class DomainLearner {
    private static final long UNNUMBERED = 1;
    /** Texts that are foretold together when the held-out loss is taken. */
    private static final int HELD_OUT_TOGETHER = 16;

    private final LlamaEngine engine;
    private final TrainingOptions options;
    private final TrainingListener listener;

    /** @param options of which rows, batch, learning rate, epochs, patience, budget, seed and norm count */
    public DomainLearner(LlamaEngine engine, TrainingOptions options, TrainingListener listener) {
        this.engine = engine;
        this.options = options;
        this.listener = listener;
    }

    /**
     * Learns a tag.
     *
     * @param crop tokens of a text that are learned from in a step; longer ones are cut at random, anew each time
     * @throws IllegalArgumentException if there are no texts, or none is held out
     */
    public LearnedDomain learn(String name, List<SpanText> texts, List<SpanText> heldOut, int crop) {
        if (texts.isEmpty() || heldOut.isEmpty()) {
            throw new IllegalArgumentException("domain %s has %d texts to learn from and %d held out; it needs both"
                    .formatted(name, texts.size(), heldOut.size()));
        }
        Random random = new Random(options.seed());
        List<SpanText> judges = heldOut.stream().map(text -> cut(text, crop, 0)).toList();
        Run run = new Run(texts, judges, crop, random);
        return run.learn(name);
    }

    private static SpanText cut(SpanText text, int crop, int from) {
        int[] ids = text.ids();
        return ids.length <= crop
                ? text
                : new SpanText(text.domain(), Arrays.copyOfRange(ids, from, from + crop), true);
    }

    private final class Run {
        private final List<SpanText> texts;
        private final List<SpanText> judges;
        private final int crop;
        private final Random random;
        private final long startedAt = System.nanoTime();
        private final AdamW rows;
        private final Schedule schedule;
        private Rows best;
        private double bestLoss;
        private final double initialLoss;
        private int evaluationsWithoutGain;
        private int steps;
        private long seen;

        Run(List<SpanText> texts, List<SpanText> judges, int crop, Random random) {
            this.texts = texts;
            this.judges = judges;
            this.crop = crop;
            this.random = random;
            this.best = Beginning.rows(engine, options.rows(), random);
            this.rows = new AdamW(best.toArray());
            this.schedule =
                    new Schedule(options.learningRate(), (long) options.epochs() * texts.size(), options.budget());
            this.initialLoss = heldOutLoss(best);
            this.bestLoss = initialLoss;
        }

        LearnedDomain learn(String name) {
            LearnedTag.End end = LearnedTag.End.EPOCHS;
            for (int epoch = 0; epoch < options.epochs() && end == LearnedTag.End.EPOCHS; epoch++) {
                end = runEpoch();
            }
            return new LearnedDomain(
                    new DomainTag(new TagId(name, UNNUMBERED, ""), best), initialLoss, bestLoss, texts.size(), end);
        }

        /** {@link LearnedTag.End#EPOCHS} if the next one may follow. */
        private LearnedTag.End runEpoch() {
            List<SpanText> shuffled = new ArrayList<>(texts);
            Collections.shuffle(shuffled, random);
            for (int from = 0; from < shuffled.size(); from += options.batch()) {
                TextLoss loss = step(shuffled.subList(from, Math.min(from + options.batch(), shuffled.size())));
                if (!listener.goesOn(
                        new TrainingProgress(seen, schedule.examples(), loss.nats(), Map.of("nats", bestLoss)))) {
                    evaluate();
                    return LearnedTag.End.STOPPED;
                }
                if (elapsed() > options.budget().toNanos()) {
                    evaluate();
                    return LearnedTag.End.BUDGET;
                }
            }
            evaluate();
            return evaluationsWithoutGain >= options.patience() ? LearnedTag.End.PATIENCE : LearnedTag.End.EPOCHS;
        }

        private TextLoss step(List<SpanText> batch) {
            List<SpanText> crops = batch.stream()
                    .map(text -> cut(text, crop, random.nextInt(Math.max(1, text.ids().length - crop + 1))))
                    .toList();
            TextLoss loss = engine.textLoss(present(), crops);
            rows.step(
                    MemberOptimizer.clipped(loss.gradient(), options.clipNorm()),
                    schedule.rate(steps++, seen, elapsed()));
            seen += batch.size();
            return loss;
        }

        private long elapsed() {
            return System.nanoTime() - startedAt;
        }

        private Rows present() {
            return new Rows(best.rows(), best.width(), rows.parameters());
        }

        private void evaluate() {
            Rows present = present();
            double loss = heldOutLoss(present);
            if (loss < bestLoss) {
                best = present;
                bestLoss = loss;
                evaluationsWithoutGain = 0;
            } else {
                evaluationsWithoutGain++;
            }
        }

        private double heldOutLoss(Rows tag) {
            double nats = 0;
            long tokens = 0;
            for (int from = 0; from < judges.size(); from += HELD_OUT_TOGETHER) {
                List<SpanText> together = judges.subList(from, Math.min(from + HELD_OUT_TOGETHER, judges.size()));
                long own =
                        together.stream().mapToLong(text -> text.ids().length).sum();
                nats += engine.textLoss(tag, together).nats() * own;
                tokens += own;
            }
            return nats / tokens;
        }
    }
}
