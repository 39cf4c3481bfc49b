package dev.tagstream.fuzz.door;

import dev.tagstream.common.wire.Provenance;
import dev.tagstream.common.wire.TagCodec;
import dev.tagstream.common.wire.TagDigest;
import dev.tagstream.common.wire.TagReading;
import dev.tagstream.fuzz.Answer;
import dev.tagstream.fuzz.Door;
import dev.tagstream.fuzz.Wire;
import dev.tagstream.schemas.TagReference;
import dev.tagstream.schemas.TagVersion;
import dev.tagstream.tags.DomainTag;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.LowRank;
import dev.tagstream.tags.Rows;
import dev.tagstream.tags.TagId;
import dev.tagstream.tags.prompt.PromptTemplate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Values of the topics of tag versions. Each is read as it is, and once more with its checksum put right, for whoever makes a
 * harmful version can do that too.
 */
public final class TagDoor implements Door {
    private static final int WIDTH = 4;
    private static final int LAYERS = 2;
    private static final String MODEL = "model";
    private static final String TOKENIZER = "tokenizer";

    private final TagVersion plain = TagCodec.toWire(function(false), provenance());
    private final TagVersion rich = TagCodec.toWire(function(true), provenance());
    private final Wire<TagVersion> wire = new Wire<>("function-tags", TagVersion.class, plain);
    private final Deserializer<TagVersion> deserializer = wire.deserializer();

    private static Provenance provenance() {
        return new Provenance(
                MODEL,
                TOKENIZER,
                List.of(new TagId("SMILES", 1, "ab")),
                Map.of("r2", 0.5),
                7,
                "trained",
                Instant.EPOCH);
    }

    private static FunctionTag function(boolean rich) {
        Random random = new Random(1);
        FunctionTag.Member member = rich
                ? new FunctionTag.Member(rows(2, random), rows(3, random), rows(LAYERS * 2, random), lowRank(random))
                : new FunctionTag.Member(rows(2, random), rows(1, random));
        return new FunctionTag(
                new TagId("F", 3, ""),
                List.of(member),
                rich ? 0 : 6,
                rich ? 1 : 1.5,
                "pKi",
                PromptTemplate.parse("{bos}{SMILES}\n{function}"),
                rich ? List.of("a", "b", "c") : List.of(),
                rich ? Map.of("0123456789abcdef", 0.25) : Map.of());
    }

    private static LowRank lowRank(Random random) {
        return new LowRank(1, rows(LAYERS * LowRank.MATRICES, random));
    }

    private static Rows rows(int rows, Random random) {
        float[] values = new float[rows * WIDTH];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new Rows(rows, WIDTH, values);
    }

    @Override
    public Answer take(byte[] input) {
        TagVersion version;
        try {
            version = deserializer.deserialize(wire.topic(), input);
        } catch (SerializationException e) {
            return new Answer("UNDECODABLE", "");
        }
        read(version);
        return read(TagVersion.newBuilder(version)
                .setModelFingerprint(MODEL)
                .setTokenizerFingerprint(TOKENIZER)
                .setSha256(TagDigest.of(TagVersion.newBuilder(version)
                        .setModelFingerprint(MODEL)
                        .setTokenizerFingerprint(TOKENIZER)
                        .build()))
                .build());
    }

    private static Answer read(TagVersion version) {
        TagReading reading = TagCodec.fromWire(version, MODEL, TOKENIZER, WIDTH, LAYERS);
        return reading instanceof TagReading.Refused refused ? Answer.refused(refused.reason()) : Answer.accepted();
    }

    @Override
    public List<byte[]> examples() {
        TagVersion domain =
                TagCodec.toWire(new DomainTag(new TagId("SMILES", 1, ""), rows(3, new Random(2))), provenance());
        return List.of(wire.bytes(plain), wire.bytes(rich), wire.bytes(domain));
    }

    @Override
    public List<byte[]> words() {
        List<byte[]> words = new ArrayList<>(wire.words());
        words.addAll(Door.texts("{SMILES}", "{", "}", "{function}", "{bos}", "\n", "\u0000", "pKi"));
        words.add(new byte[] {0, 0, (byte) 0xc0, 0x7f}); // not a number
        words.add(new byte[] {0, 0, (byte) 0x80, 0x7f}); // infinity
        return words;
    }

    @Override
    public Map<Hostile, byte[]> hostile() {
        TagVersion.Builder builder = TagVersion.newBuilder(plain);
        return Map.of(
                new Hostile("a template of 300,000 slots", Answer.REFUSED),
                wire.bytes(builder.setTemplate("{S}".repeat(300_000) + "{function}")
                        .build()),
                new Hostile("90,000 parents", Answer.REFUSED),
                wire.bytes(TagVersion.newBuilder(plain)
                        .setParents(Collections.nCopies(90_000, new TagReference("SMILES", 1L, "ab")))
                        .build()),
                new Hostile("a unit of a million letters", Answer.REFUSED),
                wire.bytes(TagVersion.newBuilder(plain)
                        .setUnit("u".repeat(1_000_000))
                        .build()),
                new Hostile("a list of more nothings than can be counted", "UNDECODABLE"),
                wire.manyNothings(plain),
                new Hostile("a chain of records as deep as a record is long", "UNDECODABLE"),
                wire.chained(plain, 1_000_000));
    }
}
