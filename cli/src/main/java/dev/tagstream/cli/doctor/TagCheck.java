package dev.tagstream.cli.doctor;

import dev.tagstream.client.KafkaConnection;
import dev.tagstream.client.tags.TagCatalogue;
import dev.tagstream.common.wire.TagCodec;
import dev.tagstream.common.wire.TagReading;
import dev.tagstream.schemas.TagKind;
import dev.tagstream.schemas.TagVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Looks whether the tags in use are for a model, as a processor does that has it. */
final class TagCheck {
    private static final String CHECK = "tags";

    private TagCheck() {}

    static List<Finding> look(KafkaConnection connection, ModelFacts model) {
        TagCatalogue tags = TagCatalogue.read(connection);
        List<Finding> findings = new ArrayList<>();
        for (TagVersion version : tags.all()) {
            refusal(version, model)
                    .ifPresent(
                            reason -> findings.add(
                                    Finding.wrong(
                                            CHECK,
                                            reason,
                                            "Start with the model it is for, or `tagstream tags publish --model DIR` the tags of this one.")));
        }
        for (TagCatalogue.Refusal refusal : tags.refusals()) {
            findings.add(Finding.warning(
                    CHECK,
                    "of %s the newest version is refused: %s".formatted(refusal.name(), refusal.reason()),
                    "`tagstream tags rollback %s VERSION` puts a sound one in its place.".formatted(refusal.name())));
        }
        for (String missing : tags.missingFor(tags.functionNames())) {
            findings.add(Finding.wrong(
                    CHECK, missing.replaceFirst("\\.$", ""), "Publish it with `tagstream tags publish`."));
        }
        if (tags.functionNames().isEmpty()) {
            findings.add(Finding.warning(
                    CHECK,
                    "no function tag is in use, so every request is rejected",
                    "`tagstream tags publish` publishes those beside a checkpoint; a trainer learns others."));
        }
        return findings.isEmpty() ? List.of(Finding.ok(CHECK, "for this model: " + inUse(tags))) : findings;
    }

    private static Optional<String> refusal(TagVersion version, ModelFacts model) {
        TagReading reading = TagCodec.fromWire(
                version,
                model.fingerprint(),
                model.tokenizerFingerprint(),
                model.config().hiddenSize(),
                model.config().layers());
        return reading instanceof TagReading.Refused refused ? Optional.of(refused.reason()) : Optional.empty();
    }

    private static String inUse(TagCatalogue tags) {
        return tags.all().stream()
                .map(version -> "%s%s version %d"
                        .formatted(
                                version.getKind() == TagKind.DOMAIN ? "domain " : "",
                                version.getName(),
                                version.getVersion()))
                .collect(Collectors.joining(", "));
    }
}
