package dev.tagstream.cli.bench;

import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.Rows;
import dev.tagstream.tags.TagSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes ensembles out of function tags with one member, to measure what members cost. */
public final class Ensembles {
    /** Of the rows of further members against the first, over the largest of its values. */
    private static final float SPREAD = 0.01f;

    private Ensembles() {}

    /** Every function tag with so many members, the first as it was. */
    public static TagSet of(TagSet tags, int members) {
        TagSet ensembles = tags;
        for (FunctionTag tag : tags.functions()) {
            ensembles = ensembles.with(ensemble(tag, members));
        }
        return ensembles;
    }

    private static FunctionTag ensemble(FunctionTag tag, int count) {
        FunctionTag.Member first = tag.members().get(0);
        Random random = new Random(1);
        List<FunctionTag.Member> members = new ArrayList<>(List.of(first));
        while (members.size() < count) {
            members.add(new FunctionTag.Member(near(first.rows(), random), first.head()));
        }
        return new FunctionTag(
                tag.id(), members, tag.targetMean(), tag.targetStandardDeviation(), tag.unit(), tag.template());
    }

    private static Rows near(Rows rows, Random random) {
        float[] values = rows.toArray();
        float largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int i = 0; i < values.length; i++) {
            values[i] += SPREAD * largest * (float) random.nextGaussian();
        }
        return new Rows(rows.rows(), rows.width(), values);
    }
}
