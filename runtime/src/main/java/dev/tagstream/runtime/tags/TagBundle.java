package dev.tagstream.runtime.tags;

import dev.tagstream.common.wire.Provenance;
import dev.tagstream.common.wire.TagCodec;
import dev.tagstream.common.wire.TagReading;
import dev.tagstream.model.engine.Scorer;
import dev.tagstream.schemas.TagVersion;
import dev.tagstream.tags.DomainTag;
import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.TagFiles;
import dev.tagstream.tags.TagId;
import dev.tagstream.tags.TagSet;
import dev.tagstream.tags.file.CheckpointException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The tags of a folder as first versions for one model: ready to be published, and ready to score with. Both come out of the
 * same check that a processor makes, so a file that can't be used is refused here already.
 *
 * @param versions domain tags first
 * @param tags the same as the model sees them
 */
public record TagBundle(List<TagVersion> versions, TagSet tags) {
    public TagBundle {
        versions = List.copyOf(versions);
    }

    /**
     * Reads a folder in the layout of {@link TagFiles}.
     *
     * @param createdAt what the versions say of when they were made
     * @throws CheckpointException with a sentence for a person if a tag can't be used with this model
     */
    public static TagBundle read(Path folder, Scorer model, Instant createdAt) {
        TagFiles files = TagFiles.read(folder);
        TagBundle bundle = new TagBundle(List.of(), TagSet.EMPTY);
        for (DomainTag tag : files.domains()) {
            bundle = bundle.with(TagCodec.toWire(tag, provenance(model, List.of(), createdAt)), model, folder);
        }
        for (FunctionTag tag : files.functions()) {
            List<TagId> parents = bundle.parents(tag, folder);
            bundle = bundle.with(TagCodec.toWire(tag, provenance(model, parents, createdAt)), model, folder);
        }
        return bundle;
    }

    private TagBundle with(TagVersion version, Scorer model, Path folder) {
        TagReading reading = TagCodec.fromWire(
                version, model.modelFingerprint(), model.tokenizerFingerprint(), model.width(), model.layers());
        List<TagVersion> more = new ArrayList<>(versions);
        more.add(version);
        if (reading instanceof TagReading.AcceptedDomain domain) {
            return new TagBundle(more, tags.with(domain.tag()));
        }
        if (reading instanceof TagReading.AcceptedFunction function) {
            return new TagBundle(more, tags.with(function.tag()));
        }
        throw new CheckpointException("%s: %s".formatted(folder, ((TagReading.Refused) reading).reason()));
    }

    private List<TagId> parents(FunctionTag tag, Path folder) {
        return tag.template().domains().stream()
                .distinct()
                .map(domain -> tags.domain(domain)
                        .orElseThrow(() ->
                                new CheckpointException("%s: function tag %s needs domain tag %s, which is not there"
                                        .formatted(folder, tag.id().name(), domain)))
                        .id())
                .toList();
    }

    private static Provenance provenance(Scorer model, List<TagId> parents, Instant createdAt) {
        return new Provenance(
                model.modelFingerprint(),
                model.tokenizerFingerprint(),
                parents,
                Map.of(),
                0,
                "published from files",
                createdAt);
    }
}
