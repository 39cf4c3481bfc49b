package dev.tagstream.cli.verb;

import dev.tagstream.runtime.tags.TagCodec;
import dev.tagstream.runtime.tags.TagReading;
import dev.tagstream.schemas.TagVersion;

/** Whether a version is whole: checksum, shapes, finite numbers, as a processor checks them, whatever model it is for. */
final class TagIntegrity {
    private TagIntegrity() {}

    /** Throws {@link VerbFailedException} if it is not. */
    static void check(TagVersion version) {
        TagReading reading = TagCodec.fromWire(
                version, version.getModelFingerprint(), version.getTokenizerFingerprint(), version.getWidth());
        if (reading instanceof TagReading.Refused refused) {
            throw new VerbFailedException("The " + refused.reason() + ".");
        }
    }
}
