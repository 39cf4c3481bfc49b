package dev.tagstream.common.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagstream.schemas.TagVersion;
import dev.tagstream.tags.DomainTag;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.LowRank;
import dev.tagstream.tags.Rows;
import dev.tagstream.tags.TagId;
import dev.tagstream.tags.prompt.PromptTemplate;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;

class TagRoundTripTest {
    private static final Provenance PROVENANCE =
            new Provenance("model", "tokenizer", List.of(), Map.of(), 1, "", Instant.EPOCH);
    private static final int LAYERS = 2;
    private static final PromptTemplate TEMPLATE = PromptTemplate.parse("{bos}{SMILES}{function}");

    @Property(tries = 200)
    void everyFunctionTagSurvivesItsBytes(
            @ForAll @IntRange(min = 1, max = 12) int rows,
            @ForAll @IntRange(min = 1, max = 40) int width,
            @ForAll @IntRange(min = 1, max = 5) int members,
            @ForAll boolean deep,
            @ForAll @IntRange(max = 3) int rank,
            @ForAll @LongRange(min = 1) long version,
            @ForAll @DoubleRange(min = -1e9, max = 1e9) double mean,
            @ForAll @DoubleRange(min = 0.01, max = 1e9) double standardDeviation,
            @ForAll @StringLength(max = 10) String unit,
            @ForAll Random random)
            throws Exception {
        FunctionTag tag = new FunctionTag(
                new TagId("F", version, ""),
                IntStream.range(0, members)
                        .mapToObj(i -> new FunctionTag.Member(
                                any(rows, width, random),
                                any(1, width, random),
                                deep ? any(LAYERS * rows, width, random) : null,
                                rank == 0 ? null : new LowRank(rank, any(LAYERS * 4 * rank, width, random))))
                        .toList(),
                mean,
                standardDeviation,
                unit,
                TEMPLATE);

        TagVersion wire = throughBytes(TagCodec.toWire(tag, PROVENANCE));

        TagId id = new TagId("F", version, wire.getSha256());
        assertThat(TagCodec.fromWire(wire, "model", "tokenizer", width, LAYERS))
                .isEqualTo(new TagReading.AcceptedFunction(
                        new FunctionTag(id, tag.members(), mean, standardDeviation, unit, TEMPLATE)));
    }

    @Property(tries = 200)
    void everyDomainTagSurvivesItsBytes(
            @ForAll @IntRange(min = 1, max = 12) int rows,
            @ForAll @IntRange(min = 1, max = 40) int width,
            @ForAll Random random)
            throws Exception {
        Rows values = any(rows, width, random);

        TagVersion wire = throughBytes(TagCodec.toWire(new DomainTag(new TagId("D", 1, ""), values), PROVENANCE));

        assertThat(TagCodec.fromWire(wire, "model", "tokenizer", width, LAYERS))
                .isEqualTo(new TagReading.AcceptedDomain(new DomainTag(new TagId("D", 1, wire.getSha256()), values)));
    }

    @Property(tries = 300)
    void noSingleFlippedBitOfAMemberGoesUnnoticed(
            @ForAll @IntRange(min = 0, max = 2 * 3 * 32 - 1) int bit, @ForAll Random random) throws Exception {
        TagVersion wire =
                throughBytes(TagCodec.toWire(new DomainTag(new TagId("D", 1, ""), any(2, 3, random)), PROVENANCE));
        ByteBuffer rows = wire.getMembers().get(0).getRows();
        int index = rows.position() + bit / 8;
        rows.put(index, (byte) (rows.get(index) ^ 1 << bit % 8));

        assertThat(TagCodec.fromWire(wire, "model", "tokenizer", 3, LAYERS)).isInstanceOf(TagReading.Refused.class);
    }

    private static TagVersion throughBytes(TagVersion wire) throws Exception {
        return TagVersion.fromByteBuffer(wire.toByteBuffer());
    }

    /** Any finite float32, subnormal and negative zero included. */
    private static Rows any(int rows, int width, Random random) {
        float[] values = new float[rows * width];
        for (int i = 0; i < values.length; i++) {
            float value = Float.intBitsToFloat(random.nextInt());
            values[i] = Float.isFinite(value) ? value : -0.0f;
        }
        return new Rows(rows, width, values);
    }
}
