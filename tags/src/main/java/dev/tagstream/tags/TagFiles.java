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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/**
 * Tags in a folder, as learning writes them: {@code domain-tags.safetensors} with a tensor (p, d) per domain tag, {@code
 * function-tags.safetensors} with, per function tag, Name (p, d), Name.head (d, or (k, r x d)) and Name.target (mean and standard
 * deviation of the labels; in a file of one function also plain head and target), where it has them Name.deep (L x p, d) and
 * Name.low-rank (L x 4 x r, d), and the same of further members as Name.2, Name.2.head and so on; and {@code tags.json}, by name, with
 * unit and template of function tags, the target once more with all its digits, and what else a tag has: number of members, classes,
 * rank, offsets, and of domain tags the spelling.
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

    /** Rows of what a tag has for every layer. */
    private static final int MAX_LAYER_ROWS = 1_000_000;

    private static final String HEAD = "head";
    private static final String TARGET = "target";
    private static final String DEEP = "deep";
    private static final String LOW_RANK = "low-rank";
    private static final String SPELLING = "spelling";
    private static final String MEMBERS = "members";
    private static final String RANK = "rank";
    private static final String CLASSES = "classes";
    private static final String OFFSETS = "offsets";
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
                        .map(tensor -> domain(tensor, description.path(tensor.name()), folder))
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
            for (int m = 0; m < tag.members().size(); m++) {
                put(functionRows, memberName(name, m), tag.members().get(m));
            }
            float[] target = {(float) tag.targetMean(), (float) tag.targetStandardDeviation()};
            functionRows.put(vector(name + "." + TARGET, target.length), new Rows(1, target.length, target));
            describe(description.putObject(name), tag);
        }
        write(folder.resolve(FUNCTIONS), functionRows);
        Files.writeString(folder.resolve(DESCRIPTION), description.toPrettyString() + "\n");
    }

    private static String memberName(String name, int member) {
        return member == 0 ? name : name + "." + (member + 1);
    }

    private static void put(Map<Tensor, Rows> tensors, String name, FunctionTag.Member member) {
        Rows head = member.head();
        tensors.put(tensor(name, member.rows()), member.rows());
        tensors.put(head.rows() == 1 ? vector(name + "." + HEAD, head.width()) : tensor(name + "." + HEAD, head), head);
        Rows deep = member.deep();
        if (deep != null) {
            tensors.put(tensor(name + "." + DEEP, deep), deep);
        }
        LowRank lowRank = member.lowRank();
        if (lowRank != null) {
            tensors.put(tensor(name + "." + LOW_RANK, lowRank.values()), lowRank.values());
        }
    }

    private static void describe(ObjectNode description, FunctionTag tag) {
        description.put("unit", tag.unit()).put("template", tag.template().source());
        description
                .putObject(TARGET)
                .put("mean", tag.targetMean())
                .put("standardDeviation", tag.targetStandardDeviation());
        if (tag.members().size() > 1) {
            description.put(MEMBERS, tag.members().size());
        }
        if (tag.members().get(0).rank() > 0) {
            description.put(RANK, tag.members().get(0).rank());
        }
        if (!tag.classes().isEmpty()) {
            tag.classes().forEach(description.putArray(CLASSES)::add);
        }
        if (!tag.offsets().isEmpty()) {
            ObjectNode offsets = description.putObject(OFFSETS);
            new TreeMap<>(tag.offsets()).forEach(offsets::put);
        }
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

    private static DomainTag domain(TensorSlice tensor, JsonNode description, Path folder) {
        String label = description.path(SPELLING).asText(Spelling.AS_WRITTEN.label());
        Rows rows = rows(tensor);
        try {
            Spelling spelling = Spelling.of(label)
                    .orElseThrow(() -> new IllegalArgumentException("its spelling is \"%s\"; known are %s"
                            .formatted(ShortLine.value(label), Spelling.labels())));
            return new DomainTag(id(tensor.name()), rows, spelling);
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(
                    "%s: domain tag %s: %s".formatted(folder.resolve(DESCRIPTION), tensor.name(), e.getMessage()), e);
        }
    }

    private static FunctionTag function(SafetensorsFile file, String name, JsonNode description, Path folder) {
        if (!description.hasNonNull("unit") || !description.hasNonNull("template")) {
            throw new CheckpointException("%s: function tag %s needs a \"unit\" and a \"template\" there"
                    .formatted(folder.resolve(DESCRIPTION), name));
        }
        PromptTemplate template =
                template(folder, name, description.get("template").asText());
        TensorSlice target = part(file, name, TARGET);
        float[] scale = read(target);
        if (scale.length != 2) {
            throw new CheckpointException("%s: tensor %s has shape %s, not [2] for mean and standard deviation"
                    .formatted(file.path(), target.name(), target.shape()));
        }
        try {
            JsonNode exact = part(description, TARGET, JsonNode::isObject);
            List<FunctionTag.Member> members = new ArrayList<>();
            int count = whole(description, MEMBERS, 1, FunctionTag.MAX_MEMBERS);
            for (int m = 0; m < count; m++) {
                members.add(member(file, memberName(name, m), whole(description, RANK, 0, FunctionTag.MAX_RANK)));
            }
            if (file.tensors().containsKey(memberName(name, count))) {
                throw new IllegalArgumentException(
                        "tensor %s is there, and \"%s\" is %d".formatted(memberName(name, count), MEMBERS, count));
            }
            return new FunctionTag(
                    id(name),
                    members,
                    part(exact, "mean", JsonNode::isNumber).asDouble(scale[0]),
                    part(exact, "standardDeviation", JsonNode::isNumber).asDouble(scale[1]),
                    description.get("unit").asText(),
                    template,
                    StreamSupport.stream(
                                    part(description, CLASSES, JsonNode::isArray)
                                            .spliterator(),
                                    false)
                            .map(JsonNode::asText)
                            .toList(),
                    offsets(part(description, OFFSETS, JsonNode::isObject)));
        } catch (IllegalArgumentException e) {
            throw new CheckpointException("%s: function tag %s: %s".formatted(file.path(), name, e.getMessage()), e);
        }
    }

    private static FunctionTag.Member member(SafetensorsFile file, String name, int rank) {
        TensorSlice deep = file.tensors().get(name + "." + DEEP);
        TensorSlice lowRank = file.tensors().get(name + "." + LOW_RANK);
        return new FunctionTag.Member(
                rows(file.tensor(name)),
                head(part(file, name, HEAD)),
                deep == null ? null : rows(deep, MAX_LAYER_ROWS),
                lowRank == null ? null : new LowRank(rank, rows(lowRank, MAX_LAYER_ROWS)));
    }

    /** A field that is absent or of the right kind: nothing that is written there is passed over. */
    private static JsonNode part(JsonNode description, String field, Predicate<JsonNode> isRight) {
        JsonNode value = description.path(field);
        if (!value.isMissingNode() && !isRight.test(value)) {
            throw new IllegalArgumentException(
                    "\"%s\" can't be %s".formatted(ShortLine.value(field), ShortLine.value(value.toString())));
        }
        return value;
    }

    private static int whole(JsonNode description, String field, int least, int most) {
        return part(description, field, value -> value.isInt() && value.asInt() >= least && value.asInt() <= most)
                .asInt(least);
    }

    private static Map<String, Double> offsets(JsonNode offsets) {
        Map<String, Double> bySpan = new HashMap<>();
        offsets.fieldNames()
                .forEachRemaining(span ->
                        bySpan.put(span, part(offsets, span, JsonNode::isNumber).asDouble()));
        return bySpan;
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

    /** One read-out as a vector, more as rows. */
    private static Rows head(TensorSlice head) {
        int last = head.shape().size() - 1;
        if (last != 1 && (last < 0 || head.elements() != head.shape().get(last))) {
            throw new CheckpointException("%s: tensor %s has shape %s, not that of one row"
                    .formatted(head.file(), head.name(), head.shape()));
        }
        if (last == 1) {
            return rows(head);
        }
        float[] values = read(head);
        return rows(head, 1, values.length, values);
    }

    private static Rows rows(TensorSlice tensor) {
        return rows(tensor, FunctionTag.MAX_ROWS);
    }

    private static Rows rows(TensorSlice tensor, int most) {
        if (tensor.shape().size() != 2) {
            throw new CheckpointException("%s: tag %s has shape %s, not rows x width"
                    .formatted(tensor.file(), tensor.name(), tensor.shape()));
        }
        if (tensor.elements() == 0) {
            throw new CheckpointException("%s: tag %s has shape %s, which holds nothing"
                    .formatted(tensor.file(), tensor.name(), tensor.shape()));
        }
        if (tensor.shape().get(0) > most) {
            throw new CheckpointException("%s: tag %s has shape %s, allowed are %,d rows"
                    .formatted(tensor.file(), tensor.name(), tensor.shape(), most));
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
