package dev.tagstream.client.tags;

import dev.tagstream.client.KafkaConnection;
import dev.tagstream.client.TagstreamException;
import dev.tagstream.client.TopicRecords;
import dev.tagstream.schemas.Better;
import dev.tagstream.schemas.FunctionDeclaration;
import dev.tagstream.schemas.TagTask;
import dev.tagstream.schemas.TagVersion;
import dev.tagstream.tags.FunctionSpec;
import dev.tagstream.tags.Task;
import dev.tagstream.tags.prompt.PromptTemplate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is known of functions: what people declared, and the tags in use.
 *
 * @param declarations by name
 */
public record FunctionCatalogue(Map<String, FunctionDeclaration> declarations, TagCatalogue tags) {
    public FunctionCatalogue {
        declarations = new TreeMap<>(declarations);
    }

    public static FunctionCatalogue read(KafkaConnection connection) {
        return new FunctionCatalogue(
                TopicRecords.latest(connection, connection.topics().functions(), FunctionDeclaration.class),
                TagCatalogue.read(connection));
    }

    public Optional<FunctionDeclaration> declaration(String name) {
        return Optional.ofNullable(declarations.get(name));
    }

    /** Whether its lowest values are wanted, as it was declared. */
    public boolean isLowerBetter(String name) {
        return declaration(name)
                .filter(declared -> declared.getBetter() == Better.LOWER)
                .isPresent();
    }

    /** Names of all functions, declared or with a tag. */
    Set<String> names() {
        Set<String> names = new TreeSet<>(declarations.keySet());
        names.addAll(tags.functionNames());
        return names;
    }

    /** What a function predicts, as it was declared, or else as its tag in use has it. */
    public Optional<FunctionSpec> spec(String name) {
        return declaration(name).map(FunctionCatalogue::spec).or(() -> tagSpec(name));
    }

    /** What a function predicts as its tag in use has it. */
    Optional<FunctionSpec> tagSpec(String name) {
        return tags.function(name).map(FunctionCatalogue::spec);
    }

    /** The function, or {@link TagstreamException} with the remedy. */
    public FunctionSpec require(String name) {
        return spec(name).orElseThrow(() -> new TagstreamException(unknown(name)));
    }

    String unknown(String name) {
        return "There is no function %s; there are: %s. `tagstream tags create` declares one."
                .formatted(name, names().isEmpty() ? "none" : String.join(", ", names()));
    }

    private static FunctionSpec spec(FunctionDeclaration declared) {
        return spec(
                declared.getName(),
                declared.getTask(),
                declared.getUnit(),
                declared.getClasses(),
                declared.getTemplate());
    }

    private static FunctionSpec spec(TagVersion tag) {
        String unit = tag.getUnit();
        String template = tag.getTemplate();
        return spec(
                tag.getName(),
                tag.getTask(),
                unit == null ? "" : unit,
                tag.getClasses(),
                template == null ? "" : template);
    }

    private static FunctionSpec spec(String name, TagTask task, String unit, List<String> classes, String template) {
        try {
            return new FunctionSpec(
                    name,
                    task == TagTask.CLASSIFICATION ? Task.CLASSIFICATION : Task.REGRESSION,
                    unit,
                    classes,
                    PromptTemplate.parse(template));
        } catch (IllegalArgumentException e) {
            throw new TagstreamException("Function %s can't be used: %s.".formatted(name, e.getMessage()), e);
        }
    }
}
