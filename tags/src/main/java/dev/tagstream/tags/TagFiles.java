package dev.tagstream.tags;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagstream.tags.file.CheckpointException;
import dev.tagstream.tags.file.JsonFile;
import dev.tagstream.tags.file.SafetensorsFile;
import dev.tagstream.tags.file.SafetensorsOutput;
import dev.tagstream.tags.file.SafetensorsOutput.Tensor;
import dev.tagstream.tags.file.TensorSlice;
import dev.tagstream.tags.file.TensorType;
import dev.tagstream.tags.prompt.PromptTemplate;
import dev.tagstream.tags.text.ShortLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tags in a folder, as learning writes them: {@code domain-tags.safetensors} with a tensor (p, d) per domain tag, {@code
 * function-tags.safetensors} with, per function tag, Name (p, d), Name.head (d) and Name.target (mean and standard deviation of
 * the labels; in a file of one function also plain head and target), and {@code tags.json} with unit and template of function tags
 * and, unless its data is taken as it was sent, the spelling of domain tags, by name.
 *
 * @param domains in the order of the file
 * @param functions in the order of the file
 */
public record TagFiles(List<DomainTag> domains, List<FunctionTag> functions) {
    private static final String DOMAINS = "domain-tags.safetensors";
    private static final String FUNCTIONS = "function-tags.safetensors";
    private static final String DESCRIPTION = "tags.json";
    /** Numbers of one tensor of a tag: 16 MB, where its topic takes 8 MB for a whole version. */
    public static final long MAX_VALUES = 1L << 22;

    private static final String HEAD = "head";
    private static final String TARGET = "target";
    private static final String SPELLING = "spelling";
    /** A file carries no numbers or checksums; publishing gives them. */
    private static final long UNNUMBERED = 1;

    public TagFiles {
        domains = List.copyOf(domains);
        functions = List.copyOf(functions);
    }

    /** Whether the folder holds tags at all. */
    public static boolean existIn(Path folder) {
        return Files.isRegularFile(folder.resolve(DOMAINS)) || Files.isRegularFile(folder.resolve(FUNCTIONS));
    }

    /** Reads both files; throws {@link CheckpointException} naming the file and the tensor. */
    public static TagFiles read(Path folder) {
        JsonNode description = description(folder.resolve(DESCRIPTION));
        Map<String, TensorSlice> domains =
                SafetensorsFile.open(folder.resolve(DOMAINS)).tensors();
        SafetensorsFile functions = SafetensorsFile.open(folder.resolve(FUNCTIONS));
        refuseOrphans(functions);
        return new TagFiles(
                domains.values().stream()
                        .map(tensor -> new DomainTag(
                                id(tensor.name()), rows(tensor), spelling(folder, tensor.name(), description)))
                        .toList(),
                functions.tensors().keySet().stream()
                        .filter(name -> !name.contains(".") && !name.equals(HEAD) && !name.equals(TARGET))
                        .map(name -> function(functions, name, description.path(name), folder))
                        .toList());
    }

    /** Writes both files and the description; {@link #read} finds the same tags there. */
    public void write(Path folder) throws IOException {
        Map<Tensor, Rows> domainRows = new LinkedHashMap<>();
        ObjectNode description = new ObjectMapper().createObjectNode();
        for (DomainTag tag : domains) {
            domainRows.put(tensor(tag.id().name(), tag.rows()), tag.rows());
            if (tag.spelling() != Spelling.AS_WRITTEN) {
                description
                        .putObject(tag.id().name())
                        .put(SPELLING, tag.spelling().label());
            }
        }
        write(folder.resolve(DOMAINS), domainRows);
        Map<Tensor, Rows> functionRows = new LinkedHashMap<>();
        for (FunctionTag tag : functions) {
            String name = tag.id().name();
            if (tag.members().size() != 1) {
                throw new IllegalArgumentException("function tag %s has %d members, a file holds one"
                        .formatted(name, tag.members().size()));
            }
            FunctionTag.Member member = tag.members().get(0);
            if (member.deep() != null
                    || member.lowRank() != null
                    || !tag.classes().isEmpty()) {
                throw new IllegalArgumentException(
                        "function tag %s has classes or values for every layer, a file holds rows and a head"
                                .formatted(name));
            }
            float[] target = {(float) tag.targetMean(), (float) tag.targetStandardDeviation()};
            functionRows.put(tensor(name, member.rows()), member.rows());
            functionRows.put(vector(name + "." + HEAD, member.head().width()), member.head());
            functionRows.put(vector(name + "." + TARGET, target.length), new Rows(1, target.length, target));
            description
                    .putObject(name)
                    .put("unit", tag.unit())
                    .put("template", tag.template().source());
        }
        write(folder.resolve(FUNCTIONS), functionRows);
        Files.writeString(folder.resolve(DESCRIPTION), description.toPrettyString() + "\n");
    }

    private static Tensor tensor(String name, Rows rows) {
        return new Tensor(name, TensorType.F32, List.of((long) rows.rows(), (long) rows.width()));
    }

    private static Tensor vector(String name, int length) {
        return new Tensor(name, TensorType.F32, List.of((long) length));
    }

    private static void write(Path file, Map<Tensor, Rows> tensors) throws IOException {
        try (SafetensorsOutput output = SafetensorsOutput.create(file, List.copyOf(tensors.keySet()))) {
            for (Rows rows : tensors.values()) {
                output.write(rows.toArray());
            }
            output.commit();
        }
    }

    private static void refuseOrphans(SafetensorsFile functions) {
        for (String name : functions.tensors().keySet()) {
            String tag = name.substring(0, Math.max(name.indexOf('.'), 0));
            if (!tag.isEmpty() && !functions.tensors().containsKey(tag)) {
                throw new CheckpointException("%s: tensor %s belongs to a function tag %s, which is not there"
                        .formatted(functions.path(), name, tag));
            }
        }
    }

    private static JsonNode description(Path file) {
        return Files.exists(file) ? JsonFile.read(file) : MissingNode.getInstance();
    }

    private static Spelling spelling(Path folder, String name, JsonNode description) {
        String label = description.path(name).path(SPELLING).asText(Spelling.AS_WRITTEN.label());
        return Spelling.of(label)
                .orElseThrow(() -> new CheckpointException("%s: domain tag %s has the spelling \"%s\"; known are %s"
                        .formatted(folder.resolve(DESCRIPTION), name, ShortLine.value(label), Spelling.labels())));
    }

    private static FunctionTag function(SafetensorsFile file, String name, JsonNode description, Path folder) {
        if (!description.hasNonNull("unit") || !description.hasNonNull("template")) {
            throw new CheckpointException("%s: function tag %s needs a \"unit\" and a \"template\" there"
                    .formatted(folder.resolve(DESCRIPTION), name));
        }
        PromptTemplate template =
                template(folder, name, description.get("template").asText());
        TensorSlice head = part(file, name, HEAD);
        TensorSlice target = part(file, name, TARGET);
        float[] scale = read(target);
        if (scale.length != 2) {
            throw new CheckpointException("%s: tensor %s has shape %s, not [2] for mean and standard deviation"
                    .formatted(file.path(), target.name(), target.shape()));
        }
        try {
            FunctionTag.Member member = new FunctionTag.Member(rows(file.tensor(name)), headRow(head));
            return new FunctionTag(
                    id(name),
                    List.of(member),
                    scale[0],
                    scale[1],
                    description.get("unit").asText(),
                    template);
        } catch (IllegalArgumentException e) {
            throw new CheckpointException("%s: function tag %s: %s".formatted(file.path(), name, e.getMessage()), e);
        }
    }

    private static PromptTemplate template(Path folder, String name, String source) {
        try {
            return PromptTemplate.parse(source);
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(
                    "%s: function tag %s: %s".formatted(folder.resolve(DESCRIPTION), name, e.getMessage()), e);
        }
    }

    private static TensorSlice part(SafetensorsFile file, String name, String part) {
        TensorSlice own = file.tensors().get(name + "." + part);
        return own != null ? own : file.tensor(part);
    }

    private static Rows headRow(TensorSlice head) {
        int last = head.shape().size() - 1;
        if (last < 0 || head.elements() != head.shape().get(last)) {
            throw new CheckpointException("%s: tensor %s has shape %s, not that of one row"
                    .formatted(head.file(), head.name(), head.shape()));
        }
        float[] values = read(head);
        return rows(head, 1, values.length, values);
    }

    private static Rows rows(TensorSlice tensor) {
        if (tensor.shape().size() != 2) {
            throw new CheckpointException("%s: tag %s has shape %s, not rows x width"
                    .formatted(tensor.file(), tensor.name(), tensor.shape()));
        }
        if (tensor.elements() == 0) {
            throw new CheckpointException("%s: tag %s has shape %s, which holds nothing"
                    .formatted(tensor.file(), tensor.name(), tensor.shape()));
        }
        if (tensor.shape().get(0) > FunctionTag.MAX_ROWS) {
            throw new CheckpointException("%s: tag %s has shape %s, allowed are %,d rows"
                    .formatted(tensor.file(), tensor.name(), tensor.shape(), FunctionTag.MAX_ROWS));
        }
        float[] values = read(tensor); // no dimension is larger
        return rows(
                tensor, tensor.shape().get(0).intValue(), tensor.shape().get(1).intValue(), values);
    }

    private static Rows rows(TensorSlice tensor, int rows, int width, float[] values) {
        try {
            return new Rows(rows, width, values);
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(
                    "%s: tensor %s: %s".formatted(tensor.file(), tensor.name(), e.getMessage()), e);
        }
    }

    private static float[] read(TensorSlice tensor) {
        if (!tensor.type().isFloatingPoint()) {
            throw new CheckpointException("%s: tensor %s has dtype %s, not a floating-point one"
                    .formatted(tensor.file(), tensor.name(), tensor.type()));
        }
        if (tensor.elements() > MAX_VALUES) {
            throw new CheckpointException("%s: tensor %s has shape %s, that of more than %,d numbers"
                    .formatted(tensor.file(), tensor.name(), tensor.shape(), MAX_VALUES));
        }
        return tensor.read();
    }

    private static TagId id(String name) {
        return new TagId(name, UNNUMBERED, "");
    }
}
