package dev.tagstream.model.learn;

import dev.tagstream.model.engine.LlamaEngine;
import dev.tagstream.tags.FunctionSpec;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.LowRank;
import dev.tagstream.tags.Rows;
import dev.tagstream.tags.TagId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A function tag before anything is learned: rows at the mean embedding (Tag-LLM), with a little noise of each member's own, and a head
 * of zeros, so that it predicts the mean. Or a tag that is there already, with the parts it lacks.
 */
record Beginning(LlamaEngine engine, TrainingOptions options) {
    private static final double NOISE = 0.02;
    private static final long UNNUMBERED = 1;

    FunctionTag tag(FunctionSpec spec, LabelScale scale) {
        Random random = new Random(options.seed());
        List<FunctionTag.Member> members = new ArrayList<>();
        for (int m = 0; m < options.members(); m++) {
            members.add(member(Math.max(1, spec.classes().size()), random));
        }
        return new FunctionTag(
                new TagId(spec.name(), UNNUMBERED, ""),
                members,
                scale.mean(),
                scale.standardDeviation(),
                spec.unit(),
                spec.template(),
                spec.classes(),
                Map.of());
    }

    /**
     * Deep values, low-rank updates and rows read that the options ask for beyond what {@code start} has. They begin as nothing, so
     * what it predicts stays the same. Its rows and members are as many as before: with others it would predict something else.
     */
    FunctionTag grown(FunctionTag start) {
        Random random = new Random(options.seed());
        return start.withMembers(
                start.members().stream().map(member -> grown(member, random)).toList());
    }

    private FunctionTag.Member grown(FunctionTag.Member start, Random random) {
        Rows deep = start.deep() != null || !options.deep()
                ? start.deep()
                : zeros(engine.layers() * start.rows().rows(), engine.width());
        return new FunctionTag.Member(start.rows(), grownHead(start), deep, grownLowRank(start.lowRank(), random));
    }

    private @Nullable LowRank grownLowRank(@Nullable LowRank start, Random random) {
        if (start == null) {
            return lowRank(random);
        }
        return start.rank() < options.lowRank() ? start.grown(options.lowRank(), random) : start;
    }

    /** A head reads a tag's last rows, so what it reads more stands in front. */
    private Rows grownHead(FunctionTag.Member start) {
        Rows head = start.head();
        int readRows = Math.min(start.rows().rows(), Math.max(start.readRows(), options.readRows()));
        int width = readRows * start.rows().width();
        float[] values = head.toArray();
        float[] grown = new float[head.rows() * width];
        for (int k = 0; k < head.rows(); k++) {
            System.arraycopy(values, k * head.width(), grown, (k + 1) * width - head.width(), head.width());
        }
        return new Rows(head.rows(), width, grown);
    }

    private FunctionTag.Member member(int readOuts, Random random) {
        return new FunctionTag.Member(
                rows(engine, options.rows(), random),
                zeros(readOuts, options.readRows() * engine.width()),
                options.deep() ? deep() : null,
                lowRank(random));
    }

    private @Nullable LowRank lowRank(Random random) {
        return options.lowRank() > 0
                ? LowRank.beginning(engine.layers(), options.lowRank(), engine.width(), random)
                : null;
    }

    private @Nullable Rows deep() {
        return zeros(engine.layers() * options.rows(), engine.width());
    }

    /** Rows (p, d) that nothing is learned in yet. */
    static Rows rows(LlamaEngine engine, int count, Random random) {
        float[] mean = engine.beginning();
        float[] values = new float[count * mean.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (mean[i % mean.length] + NOISE * random.nextGaussian());
        }
        return new Rows(count, mean.length, values);
    }

    private static Rows zeros(int rows, int width) {
        return new Rows(rows, width, new float[rows * width]);
    }
}
