package dev.tagstream.client.tags;

import dev.tagstream.client.KafkaConnection;
import dev.tagstream.client.KafkaTrouble;
import dev.tagstream.client.TagstreamException;
import dev.tagstream.common.kafka.TagArchive;
import dev.tagstream.common.kafka.TagHistoryReader;
import dev.tagstream.common.kafka.TopicScan;
import dev.tagstream.common.wire.TagTrust;
import dev.tagstream.schemas.TagKind;
import dev.tagstream.schemas.TagReference;
import dev.tagstream.schemas.TagVersion;
import dev.tagstream.schemas.TopicSpec;
import dev.tagstream.tags.prompt.PromptTemplate;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * The tags in use, as the compacted topics had them when they were read. As in a processor, a version that can't be used leaves
 * the one before in use; where the topic has forgotten that, the newest of the history that can be used.
 */
public final class TagCatalogue {
    /** Digits of a fingerprint that a person is shown. */
    public static final int BRIEF = 12;

    /**
     * A version at the end of its topic that processors do not use.
     *
     * @param version its number, null where it can't be decoded
     * @param reason one sentence, without an end
     */
    public record Refusal(
            TagKind kind, String name, @Nullable Long version, String reason) {}

    private final Map<String, TagVersion> domains = new TreeMap<>();
    private final Map<String, TagVersion> functions = new TreeMap<>();
    private final List<Refusal> refusals = new ArrayList<>();
    private final TagTrust trust;

    /** Of versions that anybody may have made. */
    public TagCatalogue() {
        this(TagTrust.ANYBODY);
    }

    public TagCatalogue(TagTrust trust) {
        this.trust = trust;
    }

    /** Reads both tag topics to their end, the domain tags first, since they say which model is used. */
    public static TagCatalogue read(KafkaConnection connection) {
        TagCatalogue catalogue = new TagCatalogue(connection.keys().trust());
        catalogue.read(connection, TagKind.DOMAIN, connection.topics().domainTags());
        catalogue.fallBack(connection, TagKind.DOMAIN);
        catalogue.read(connection, TagKind.FUNCTION, connection.topics().functionTags());
        catalogue.fallBack(connection, TagKind.FUNCTION);
        return catalogue;
    }

    private void fallBack(KafkaConnection connection, TagKind kind) {
        TagArchive history =
                new TagHistoryReader(connection::reader, connection.topics().tagHistory(), connection.serdes());
        for (Refusal refusal : refusals) {
            String name = refusal.name();
            if (refusal.kind() == kind && find(kind, name).isEmpty()) {
                try {
                    history.newest(name, version -> problem(kind, name, version).isEmpty())
                            .ifPresent(this::put);
                } catch (AuthorizationException e) {
                    return; // who may not read the history sees what the topic has
                }
            }
        }
    }

    private void read(KafkaConnection connection, TagKind kind, TopicSpec topic) {
        try (Deserializer<TagVersion> values = connection.serdes().valueDeserializer(TagVersion.class);
                TopicScan reader = connection.scan(List.of(topic.name()))) {
            reader.readToGoal(record -> {
                if (record.key() != null) {
                    String name = new String(record.key(), StandardCharsets.UTF_8);
                    try {
                        byte[] value = record.value();
                        take(kind, name, value == null ? null : values.deserialize(topic.name(), value));
                    } catch (SerializationException e) {
                        if (KafkaTrouble.isRegistryAway(e)) {
                            throw e;
                        }
                        refuse(new Refusal(kind, name, null, "a version can't be decoded: " + e.getMessage()));
                    }
                }
            });
        }
    }

    /** Takes in one record of a tag topic if processors do. */
    void take(TagKind kind, String name, @Nullable TagVersion version) {
        refusals.removeIf(refusal -> refusal.kind() == kind && refusal.name().equals(name));
        Optional<String> problem = version == null ? Optional.empty() : problem(kind, name, version);
        if (version != null && problem.isPresent()) {
            refuse(new Refusal(kind, name, version.getVersion(), problem.get()));
        } else {
            put(kind == TagKind.DOMAIN, name, version);
        }
    }

    private void refuse(Refusal refusal) {
        refusals.removeIf(
                before -> before.kind() == refusal.kind() && before.name().equals(refusal.name()));
        refusals.add(refusal);
    }

    private Optional<String> problem(TagKind kind, String name, TagVersion version) {
        if (version.getKind() != kind || !version.getName().equals(name)) {
            return Optional.of("it is a version of the %s tag \"%s\""
                    .formatted(version.getKind().name().toLowerCase(Locale.ROOT), version.getName()));
        }
        return TagIntegrity.problem(version)
                .or(() -> trust.objectionToUse(
                        version, find(kind, name).map(TagVersion::getVersion).orElse(null)))
                .or(() -> kind == TagKind.FUNCTION ? otherModel(version) : Optional.empty());
    }

    /** A processor has one model, that of the domain tags. */
    private Optional<String> otherModel(TagVersion function) {
        return template(function).domains().stream()
                .flatMap(name -> find(TagKind.DOMAIN, name).stream())
                .filter(domain -> !domain.getModelFingerprint().equals(function.getModelFingerprint()))
                .findFirst()
                .map(domain -> "version %d is for another model (%s) than the domain tag %s in use (%s)"
                        .formatted(
                                function.getVersion(),
                                TagCatalogue.brief(function.getModelFingerprint()),
                                domain.getName(),
                                TagCatalogue.brief(domain.getModelFingerprint())));
    }

    /** Versions that stand last of their name and are not used. */
    public List<Refusal> refusals() {
        return List.copyOf(refusals);
    }

    public Optional<Refusal> refusal(TagKind kind, String name) {
        return refusals.stream()
                .filter(refusal -> refusal.kind() == kind && refusal.name().equals(name))
                .findFirst();
    }

    /** Whether the topic ends in this content, so that publishing it again would change nothing. */
    boolean endsWith(TagKind kind, String name, String sha256) {
        return refusal(kind, name).isEmpty()
                && find(kind, name)
                        .filter(tag -> tag.getSha256().equals(sha256))
                        .isPresent();
    }

    /** Takes in one record of a tag topic; no version withdraws the tag. */
    void put(boolean domain, String name, @Nullable TagVersion version) {
        Map<String, TagVersion> tags = domain ? domains : functions;
        if (version == null) {
            tags.remove(name);
        } else {
            tags.put(name, version);
        }
    }

    public void put(TagVersion version) {
        put(version.getKind() == TagKind.DOMAIN, version.getName(), version);
    }

    /** Domain tags, then function tags, each by name. */
    public List<TagVersion> all() {
        List<TagVersion> all = new ArrayList<>(domains.values());
        all.addAll(functions.values());
        return all;
    }

    public Optional<TagVersion> find(TagKind kind, String name) {
        return Optional.ofNullable((kind == TagKind.DOMAIN ? domains : functions).get(name));
    }

    public Optional<TagVersion> function(String name) {
        return Optional.ofNullable(functions.get(name));
    }

    public Set<String> functionNames() {
        return Collections.unmodifiableSet(functions.keySet());
    }

    Set<String> domainNames() {
        return Collections.unmodifiableSet(domains.keySet());
    }

    /** Domains that the functions' prompts take, each once; functions that are not there add none. */
    public Set<String> domainsOf(Collection<String> names) {
        Set<String> needed = new LinkedHashSet<>();
        for (String name : names) {
            function(name).ifPresent(tag -> needed.addAll(template(tag).domains()));
        }
        return needed;
    }

    /** What keeps the functions from being scored, a sentence each; empty if nothing does. */
    public List<String> missingFor(Collection<String> names) {
        Set<String> missing = new LinkedHashSet<>();
        for (String name : names) {
            function(name)
                    .ifPresentOrElse(
                            tag -> missing.addAll(missingFor(tag)),
                            () -> missing.add("There is no function tag %s; there are: %s."
                                    .formatted(name, shown(functions.keySet()))));
        }
        return List.copyOf(missing);
    }

    /**
     * What keeps a version of a function tag from being used with the domain tags in use, a sentence each: another model, a
     * domain tag that is not there, or not the one the version was learned with.
     */
    List<String> misfits(TagVersion function) {
        List<String> misfits = new ArrayList<>(missingFor(function));
        for (TagReference parent : function.getParents()) {
            TagVersion tag = domains.get(parent.getName());
            if (tag != null && !tag.getSha256().equals(parent.getSha256())) {
                misfits.add("It was learned with another domain tag %s (%s) than version %d, which is in use (%s)."
                        .formatted(
                                parent.getName(),
                                TagCatalogue.brief(parent.getSha256()),
                                tag.getVersion(),
                                TagCatalogue.brief(tag.getSha256())));
            }
        }
        return misfits;
    }

    private List<String> missingFor(TagVersion function) {
        List<String> missing = new ArrayList<>();
        for (String domain : template(function).domains()) {
            TagVersion tag = domains.get(domain);
            if (tag == null) {
                missing.add("Function tag %s needs the domain tag %s, which is not there; there are: %s."
                        .formatted(function.getName(), domain, shown(domains.keySet())));
            } else if (!tag.getModelFingerprint().equals(function.getModelFingerprint())) {
                missing.add("Function tag %s and domain tag %s are of different models (%s and %s)."
                        .formatted(
                                function.getName(),
                                domain,
                                TagCatalogue.brief(function.getModelFingerprint()),
                                TagCatalogue.brief(tag.getModelFingerprint())));
            }
        }
        return missing;
    }

    private static PromptTemplate template(TagVersion function) {
        String source = function.getTemplate();
        try {
            return PromptTemplate.parse(source == null ? "" : source);
        } catch (IllegalArgumentException e) {
            throw new TagstreamException(
                    "Function tag %s can't be used: %s.".formatted(function.getName(), e.getMessage()), e);
        }
    }

    private static String shown(Set<String> names) {
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    /** Enough of a fingerprint to tell it from others. */
    public static String brief(String fingerprint) {
        return fingerprint.substring(0, Math.min(BRIEF, fingerprint.length()));
    }
}
