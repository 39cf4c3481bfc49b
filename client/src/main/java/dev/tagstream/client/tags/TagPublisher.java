package dev.tagstream.client.tags;

import dev.tagstream.client.KafkaConnection;
import dev.tagstream.client.TagstreamException;
import dev.tagstream.common.wire.TagCodec;
import dev.tagstream.schemas.TagKind;
import dev.tagstream.schemas.TagReference;
import dev.tagstream.schemas.TagVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts tags on their compacted topic and into the history, all in one transaction, each as the next version of its name. */
public final class TagPublisher {
    private final KafkaConnection connection;

    public TagPublisher(KafkaConnection connection) {
        this.connection = connection;
    }

    /** Publishes what is not in use already, and returns it under the numbers it got. */
    public List<TagVersion> publish(List<TagVersion> versions) {
        TagCatalogue inUse = TagCatalogue.read(connection);
        TagNumbers numbers = TagNumbers.read(connection);
        Map<String, Long> byContent = new HashMap<>();
        List<TagVersion> fresh = new ArrayList<>();
        for (TagVersion version : versions) {
            Optional<TagVersion> current = inUse.find(version.getKind(), version.getName());
            if (current.isPresent() && inUse.endsWith(version.getKind(), version.getName(), version.getSha256())) {
                byContent.put(version.getSha256(), current.get().getVersion());
            } else {
                long next = numbers.next(version.getKind(), version.getName(), inUse);
                byContent.put(version.getSha256(), next);
                fresh.add(TagCodec.renumbered(withParents(version, byContent), next));
            }
        }
        if (!fresh.isEmpty()) {
            TagTransaction transaction = new TagTransaction(connection);
            fresh.forEach(transaction::use);
            transaction.commit();
        }
        return fresh;
    }

    /** A folder knows its domain tags by content only; here they get the numbers they have on the topic. */
    private static TagVersion withParents(TagVersion version, Map<String, Long> byContent) {
        return TagVersion.newBuilder(version)
                .setParents(version.getParents().stream()
                        .map(parent -> new TagReference(
                                parent.getName(),
                                byContent.getOrDefault(parent.getSha256(), parent.getVersion()),
                                parent.getSha256()))
                        .toList())
                .build();
    }

    /**
     * Puts the payload of a function tag in use under the next number of its name, and ends a trial where that is asked.
     *
     * @param origin what the new version says of where it comes from
     * @throws TagstreamException if it is damaged, pinned away, in use already, or does not fit the tags in use
     */
    public TagVersion publishAgain(TagVersion payload, String origin, boolean endsTrial) {
        FunctionCatalogue functions = FunctionCatalogue.read(connection);
        checkUsable(payload, functions.tags());
        checkFree(payload.getName(), functions);
        long next = TagNumbers.read(connection).next(TagKind.FUNCTION, payload.getName(), functions.tags());
        TagVersion fresh = TagVersion.newBuilder(TagCodec.renumbered(payload, next))
                .setOrigin(origin)
                .build();
        TagTransaction transaction = new TagTransaction(connection).use(fresh);
        if (endsTrial) {
            transaction.endTrial(payload.getName());
        }
        transaction.commit();
        return fresh;
    }

    /** Tries a function tag out beside the one in use; see {@link #publishAgain} for what is refused. */
    public void startTrial(TagVersion candidate) {
        TagCatalogue tags = TagCatalogue.read(connection);
        checkUsable(candidate, tags);
        if (tags.function(candidate.getName()).isEmpty()) {
            throw new TagstreamException(
                    "No version of %s is in use, so there is nothing to try it out beside; `tagstream tags import` puts it in use."
                            .formatted(candidate.getName()));
        }
        new TagTransaction(connection).startTrial(candidate).commit();
    }

    private static void checkUsable(TagVersion version, TagCatalogue tags) {
        String name = version.getName();
        if (version.getKind() != TagKind.FUNCTION) {
            throw new TagstreamException(
                    "%s is a domain tag, which function tags were learned with: `tagstream tags publish` publishes both together."
                            .formatted(name));
        }
        TagIntegrity.check(version);
        List<String> misfits = tags.misfits(version);
        if (!misfits.isEmpty()) {
            throw new TagstreamException("%s version %d can't be used here. %s"
                    .formatted(name, version.getVersion(), String.join(" ", misfits)));
        }
        tags.function(name)
                .filter(current -> tags.endsWith(TagKind.FUNCTION, name, version.getSha256()))
                .ifPresent(current -> {
                    throw new TagstreamException(
                            "%s already uses this content, as version %d.".formatted(name, current.getVersion()));
                });
    }

    private static void checkFree(String name, FunctionCatalogue functions) {
        functions.declaration(name).map(declared -> declared.getPinned()).ifPresent(pinned -> {
            throw new TagstreamException(
                    "%s is pinned to version %d; `tagstream tags unpin %s` frees it.".formatted(name, pinned, name));
        });
    }
}
