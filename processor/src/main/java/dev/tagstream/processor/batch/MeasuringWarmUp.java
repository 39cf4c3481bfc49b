package dev.tagstream.processor.batch;

import dev.tagstream.model.engine.PreparedBatch;
import dev.tagstream.model.engine.Scorer;
import dev.tagstream.model.engine.ScoringTask;
import dev.tagstream.model.engine.Workload;
import dev.tagstream.tags.Domain;
import dev.tagstream.tags.DomainTag;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.Rows;
import dev.tagstream.tags.TagId;
import dev.tagstream.tags.TagSet;
import dev.tagstream.tags.prompt.PromptTemplate;
import dev.tagstream.tags.prompt.SpanText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scores proteins of random residues with tags of random rows, each batch twice, so that the second finds its spans cached, and fits
 * a cost model to what that took. Ends after about {@value #PATIENCE_SECONDS} s on a slow machine, with what it has by then.
 *
 * <p>The spans stand in the cache under a domain that real spans use too, so those push them out.
 */
final class MeasuringWarmUp implements WarmUp {
    private static final Logger log = LoggerFactory.getLogger(MeasuringWarmUp.class);
    private static final int PATIENCE_SECONDS = 3;
    private static final int ROUNDS = 3; // the first is not counted: memory is fetched and code compiled in it
    private static final String DOMAIN = Domain.PROTEIN.name();
    private static final String FUNCTION = "warm-up";
    private static final String RESIDUES = "ACDEFGHIKLMNPQRSTVWY";
    private static final int TAG_ROWS = 10; // p of Tag-LLM, arXiv 2402.05140
    private static final double NANOS = 1e9;

    /** Of a batch: its prompts, and residues in each. */
    private record Size(int tasks, int residues) {}

    private static final List<Size> SIZES = List.of(new Size(4, 16), new Size(16, 64), new Size(8, 256));

    private final LongSupplier nanoClock;

    MeasuringWarmUp(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    @Override
    public CostModel run(Scorer scorer) {
        Random random = new Random(nanoClock.getAsLong()); // other data each time: the cache may still hold the last
        TagSet tags = tags(scorer.width(), random);
        long start = nanoClock.getAsLong();
        List<CalibrationSample> trials = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            List<CalibrationSample> measured = new ArrayList<>();
            for (Size size : SIZES) {
                if (measured.isEmpty() || secondsSince(start) < PATIENCE_SECONDS) {
                    measured.addAll(measure(scorer, tags, tasks(scorer, size, random)));
                }
            }
            if (round == 1) {
                trials.clear();
            }
            trials.addAll(measured);
            if (secondsSince(start) >= PATIENCE_SECONDS) {
                break;
            }
        }
        CostModel model = CostModel.fit(trials);
        log.info(
                "The engine is warm after {} s. Encoding a span of 512 tokens takes {} ms, a prompt behind it {} ms, a batch at least {} ms",
                format(secondsSince(start)),
                milliseconds(model.seconds(new BatchSize(0, 0, 1, 512, 512 * 512)) - model.perBatch()),
                milliseconds(model.seconds(new BatchSize(1, 512, 0, 0, 0)) - model.perBatch()),
                milliseconds(model.perBatch()));
        return model;
    }

    private double secondsSince(long start) {
        return (nanoClock.getAsLong() - start) / NANOS;
    }

    private static String milliseconds(double seconds) {
        return format(1000 * seconds);
    }

    private static String format(double value) {
        return String.format(Locale.ROOT, "%.3g", value);
    }

    /** The same batch without and with its spans in the cache. */
    private Stream<CalibrationSample> twice(Run cold, Run warm, List<ScoringTask> tasks) {
        double others = warm.work().flops();
        double encoding = Math.max(0, cold.work().flops() - others);
        int length = tasks.get(0).dataTokens();
        long bytes = cold.work().newBytes();
        return Stream.of(
                new CalibrationSample(tasks.size(), length, encoding, others, bytes, cold.seconds()),
                new CalibrationSample(tasks.size(), length, 0, others, bytes, warm.seconds()));
    }

    private List<CalibrationSample> measure(Scorer scorer, TagSet tags, List<ScoringTask> tasks) {
        Run cold = time(scorer, tags, tasks);
        Run warm = time(scorer, tags, tasks);
        return twice(cold, warm, tasks).toList();
    }

    private record Run(Workload work, double seconds) {}

    private Run time(Scorer scorer, TagSet tags, List<ScoringTask> tasks) {
        try (PreparedBatch batch = scorer.prepare(tasks, tags)) {
            Workload work = batch.workload();
            long start = nanoClock.getAsLong();
            batch.score();
            return new Run(work, secondsSince(start));
        }
    }

    private static List<ScoringTask> tasks(Scorer scorer, Size size, Random random) {
        return Stream.generate(() -> scorer.tokenize(DOMAIN, residues(size.residues(), random)))
                .limit(size.tasks())
                .map(MeasuringWarmUp::task)
                .toList();
    }

    private static ScoringTask task(SpanText span) {
        return new ScoringTask(FUNCTION, List.of(span));
    }

    private static String residues(int count, Random random) {
        return random.ints(count, 0, RESIDUES.length())
                .mapToObj(i -> RESIDUES.substring(i, i + 1))
                .collect(Collectors.joining());
    }

    private static TagSet tags(int width, Random random) {
        FunctionTag.Member member = new FunctionTag.Member(rows(TAG_ROWS, width, random), rows(1, width, random));
        PromptTemplate template = PromptTemplate.parse("{bos}{" + DOMAIN + "}\n{function}");
        return TagSet.EMPTY
                .with(new DomainTag(id(DOMAIN), rows(TAG_ROWS, width, random)))
                .with(new FunctionTag(id(FUNCTION), List.of(member), 0, 1, "", template));
    }

    /** Version 0 is no published tag's. */
    private static TagId id(String name) {
        return new TagId(name, 0, FUNCTION);
    }

    private static Rows rows(int rows, int width, Random random) {
        float[] values = new float[rows * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = 0.02f * (float) random.nextGaussian(); // as large as LLaMA's embeddings are
        }
        return new Rows(rows, width, values);
    }
}
