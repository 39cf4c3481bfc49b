package dev.tagstream.cli.verb;

import dev.tagstream.runtime.tags.TagCodec;
import dev.tagstream.runtime.tags.TagReading;
import dev.tagstream.schemas.TagMember;
import dev.tagstream.schemas.TagVersion;
import java.util.Objects;
import java.util.Optional;

/** Whether a version is whole: checksum, shapes, finite numbers, as a processor checks them, whatever model it is for. */
final class TagIntegrity {
    private TagIntegrity() {}

    /** Throws {@link VerbFailedException} if it is not. */
    static void check(TagVersion version) {
        problem(version).ifPresent(reason -> {
            throw new VerbFailedException("The " + reason + ".");
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

    /** As many as the version's deep values say, since its model is not at hand. */
    private static int layers(TagVersion version) {
        long values = (long) version.getRows() * version.getWidth() * Float.BYTES;
        return version.getMembers().stream()
                .map(TagMember::getDeep)
                .filter(Objects::nonNull)
                .mapToInt(deep -> values > 0 ? (int) (deep.remaining() / values) : 0)
                .findFirst()
                .orElse(0);
    }
}
