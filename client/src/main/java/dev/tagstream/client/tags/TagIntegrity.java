package dev.tagstream.client.tags;

import dev.tagstream.client.KafkaConnection;
import dev.tagstream.client.TagstreamException;
import dev.tagstream.common.wire.TagCodec;
import dev.tagstream.common.wire.TagReading;
import dev.tagstream.schemas.TagVersion;
import dev.tagstream.tags.LowRank;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether a version is whole: checksum, shapes, finite numbers, as a processor checks them, whatever model it is for. */
public final class TagIntegrity {
    private TagIntegrity() {}

    /** Throws {@link TagstreamException} if it is not. */
    public static void check(TagVersion version) {
        problem(version).ifPresent(reason -> {
            throw new TagstreamException("The " + reason + ".");
        });
    }

    /** Throws {@link TagstreamException} if it is not, or if nobody whose versions are believed here put it on its topic. */
    public static void checkOwn(TagVersion version, KafkaConnection connection) {
        check(version);
        connection.keys().trust().objectionToTrial(version).ifPresent(reason -> {
            throw new TagstreamException("The " + reason + ".");
        });
    }

    /** Why every processor refuses the version, whatever its model; empty if none has to. */
    static Optional<String> problem(TagVersion version) {
        TagReading reading = TagCodec.fromWire(
                version,
                version.getModelFingerprint(),
                version.getTokenizerFingerprint(),
                version.getWidth(),
                layers(version));
        return reading instanceof TagReading.Refused refused ? Optional.of(refused.reason()) : Optional.empty();
    }

    /** As many as the version's values for every layer say, since its model is not at hand. */
    private static int layers(TagVersion version) {
        long row = (long) version.getWidth() * Float.BYTES;
        long deep = row * version.getRows();
        long lowRank = row * LowRank.MATRICES * version.getRank();
        return version.getMembers().stream()
                .flatMap(member -> Stream.of(layers(member.getDeep(), deep), layers(member.getLowRank(), lowRank)))
                .filter(layers -> layers > 0)
                .findFirst()
                .orElse(0);
    }

    private static int layers(@Nullable ByteBuffer values, long bytesOfALayer) {
        return values == null || bytesOfALayer <= 0 ? 0 : (int) (values.remaining() / bytesOfALayer);
    }
}
