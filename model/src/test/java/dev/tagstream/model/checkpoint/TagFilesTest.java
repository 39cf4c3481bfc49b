package dev.tagstream.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.tagstream.tags.FunctionTag;
import dev.tagstream.tags.LowRank;
import dev.tagstream.tags.Rows;
import dev.tagstream.tags.TagFiles;
import dev.tagstream.tags.TagId;
import dev.tagstream.tags.file.CheckpointException;
import dev.tagstream.tags.file.SafetensorsFile;
import dev.tagstream.tags.file.SafetensorsWriter;
import dev.tagstream.tags.file.TensorSlice;
import dev.tagstream.tags.prompt.PromptTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tags of a golden case, written as learning writes them. */
class TagFilesTest {
    private static final String TEMPLATE = "{bos}{Protein} {SMILES}{function}";
    private static final SafetensorsFile GOLDEN =
            SafetensorsFile.open(CheckpointFolder.golden(CheckpointFolder.PLAIN).resolve("tagged.safetensors"));

    private Path folder;
    private final SafetensorsWriter domains = new SafetensorsWriter();
    private final SafetensorsWriter functions = new SafetensorsWriter();

    @BeforeEach
    void writeTheGoldenTags(@TempDir Path path) throws IOException {
        folder = path;
        for (String name : List.of("Protein", "SMILES")) {
            put(domains, name, golden("tag." + name));
        }
        for (String name : List.of("BindingAffinity", "Solubility")) {
            put(functions, name, golden("tag." + name));
            put(functions, name + ".head", golden("head"));
        }
        functions.put("BindingAffinity.target", List.of(2L), 6.5f, 1.25f);
        functions.put("Solubility.target", List.of(2L), -3, 2);
        describe("BindingAffinity", "pKi", "Solubility", "log mol/L");
        write();
    }

    @Test
    void readsTagsWithTheirHeadsScalesUnitsAndTemplates() {
        TagFiles files = TagFiles.read(folder);
        assertThat(files.domains()).extracting(tag -> tag.id().name()).containsExactly("Protein", "SMILES");
        assertThat(files.domains().get(1).rows())
                .isEqualTo(new Rows(4, 64, golden("tag.SMILES").read()));
        assertThat(files.functions())
                .extracting(tag -> tag.id().name(), FunctionTag::unit, FunctionTag::targetMean)
                .containsExactly(tuple("BindingAffinity", "pKi", 6.5), tuple("Solubility", "log mol/L", -3.0));
        FunctionTag affinity = files.functions().get(0);
        assertThat(affinity.targetStandardDeviation()).isEqualTo(1.25);
        assertThat(affinity.template()).isEqualTo(PromptTemplate.parse(TEMPLATE));
        assertThat(affinity.members())
                .containsExactly(new FunctionTag.Member(
                        new Rows(4, 64, golden("tag.BindingAffinity").read()),
                        new Rows(1, 64, golden("head").read())));
    }

    @Test
    void writesWhatItReads(@TempDir Path copy) throws IOException {
        TagFiles files = TagFiles.read(folder);
        files.write(copy);
        assertThat(TagFiles.read(copy)).isEqualTo(files);
    }

    @Test
    void writesAllThatATagHas(@TempDir Path copy) throws IOException {
        FunctionTag plain = TagFiles.read(folder).functions().get(0);
        Random random = new Random(1);
        List<FunctionTag.Member> members = Stream.of(1, 2)
                .map(member -> new FunctionTag.Member(
                        random(random, 4, 64),
                        random(random, 3, 2 * 64),
                        random(random, 2 * 4, 64),
                        new LowRank(2, random(random, 2 * LowRank.MATRICES * 2, 64))))
                .toList();
        FunctionTag classes =
                new FunctionTag(plain.id(), members, 0, 1, "class", plain.template(), List.of("a", "b", "c"), Map.of());
        FunctionTag number = new FunctionTag(
                        new TagId("Solubility", 1, ""), plain.members(), 1.0 / 3, Math.PI, "pKi", plain.template())
                .withOffsets(Map.of("0123456789abcdef", 1.0 / 7, "fedcba9876543210", -2.5));
        TagFiles files = new TagFiles(TagFiles.read(folder).domains(), List.of(classes, number));

        files.write(copy);

        assertThat(TagFiles.read(copy)).isEqualTo(files);
    }

    private static Rows random(Random random, int rows, int width) {
        float[] values = new float[rows * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new Rows(rows, width, values);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"members\": 2",
                "\"members\": 0",
                "\"members\": 1000000000",
                "\"members\": \"two\"",
                "\"rank\": -1",
                "\"offsets\": {\"0123456789abcdef\": \"much\"}",
                "\"offsets\": {\"0123456789abcdef\": 1e999}",
                "\"offsets\": [0.5]",
                "\"classes\": [\"one\"]",
                "\"classes\": \"one\"",
                "\"target\": 6.5",
                "\"target\": {\"mean\": \"much\", \"standardDeviation\": 1}"
            })
    void refusesADescriptionThatFitsNoTag(String more) throws IOException {
        Files.writeString(
                folder.resolve("tags.json"),
                "{\"BindingAffinity\": {\"unit\": \"pKi\", \"template\": \"%s\", %s}}".formatted(TEMPLATE, more));
        assertRefused("function-tags.safetensors");
    }

    @Test
    void refusesMembersThatAreNotDescribed() {
        put(functions, "BindingAffinity.2", golden("tag.BindingAffinity"));
        write();
        assertRefused("function tag BindingAffinity", "tensor BindingAffinity.2", "\"members\" is 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"canonical-1", "canonical-9"})
    void refusesASpellingThatProteinsCannotHave(String spelling) throws IOException {
        Files.writeString(folder.resolve("tags.json"), "{\"Protein\": {\"spelling\": \"%s\"}}".formatted(spelling));
        assertRefused(folder.resolve("tags.json") + ": domain tag Protein", spelling);
    }

    @Test
    void takesAPlainHeadAndTargetForAFileOfOneFunction() {
        SafetensorsWriter one = new SafetensorsWriter();
        put(one, "Solubility", golden("tag.Solubility"));
        put(one, "head", golden("head"));
        one.put("target", List.of(2L), -3, 2).write(folder.resolve("function-tags.safetensors"));
        assertThat(TagFiles.read(folder).functions()).singleElement().satisfies(tag -> assertThat(tag.targetMean())
                .isEqualTo(-3));
    }

    @Test
    void knowsAFolderThatHoldsTags(@TempDir Path empty) {
        assertThat(TagFiles.existIn(folder)).isTrue();
        assertThat(TagFiles.existIn(empty)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"domain-tags.safetensors", "function-tags.safetensors"})
    void namesTheFileThatIsMissing(String name) throws IOException {
        Files.delete(folder.resolve(name));
        assertThat(TagFiles.existIn(folder)).isTrue();
        assertRefused(folder.resolve(name) + ": no such file");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"BindingAffinity\": {\"template\": \"{SMILES}{function}\"}}",
                "{\"BindingAffinity\": {\"unit\": \"pKi\"}}",
                "{\"BindingAffinity\": {\"unit\": null, \"template\": \"{SMILES}{function}\"}}"
            })
    void saysWhatATagLacksInItsDescription(String json) throws IOException {
        Files.writeString(folder.resolve("tags.json"), json);
        assertRefused(folder.resolve("tags.json")
                + ": function tag BindingAffinity needs a \"unit\" and a \"template\" there");
    }

    @Test
    void asksForTheDescriptionWhereThereIsNone() throws IOException {
        Files.delete(folder.resolve("tags.json"));
        assertRefused(folder.resolve("tags.json").toString(), "needs a \"unit\" and a \"template\"");
    }

    @Test
    void refusesADescriptionThatIsNotJson() throws IOException {
        Files.writeString(folder.resolve("tags.json"), "{\"BindingAffinity\": {");
        assertRefused(folder.resolve("tags.json") + ": not JSON");
    }

    @Test
    void refusesATemplateNamingItsPlace() throws IOException {
        Files.writeString(
                folder.resolve("tags.json"), "{\"BindingAffinity\": {\"unit\": \"pKi\", \"template\": \"{SMILES}\"}}");
        assertRefused(
                folder.resolve("tags.json") + ": function tag BindingAffinity: prompt template", "end with {function}");
    }

    @Test
    void namesThePlaceOfNotANumber() {
        float[] rows = golden("tag.SMILES").read();
        rows[2 * 64 + 7] = Float.NaN;
        domains.put("SMILES", List.of(4L, 64L), rows);
        write();
        assertRefused(folder.resolve("domain-tags.safetensors") + ": tensor SMILES: row 2, column 7 is NaN");
    }

    @Test
    void refusesNotANumberInHeadAndTarget() {
        float[] head = golden("head").read();
        head[3] = Float.NEGATIVE_INFINITY;
        functions.put("Solubility.head", List.of(64L), head);
        write();
        assertRefused(
                folder.resolve("function-tags.safetensors") + ": tensor Solubility.head: row 0, column 3 is -Infinity");
        put(functions, "Solubility.head", golden("head"));
        functions.put("Solubility.target", List.of(2L), 1, Float.NaN);
        write();
        assertRefused(
                folder.resolve("function-tags.safetensors") + ": function tag Solubility", "standard deviation NaN");
    }

    static Stream<List<Long>> wrongShapes() {
        return Stream.of(List.of(), List.of(64L), List.of(1L, 4L, 64L), List.of(0L, 64L), List.of(64L, 0L));
    }

    @ParameterizedTest
    @MethodSource("wrongShapes")
    void refusesATagThatIsNoRowsByWidth(List<Long> shape) {
        long elements = shape.stream().reduce(1L, (a, b) -> a * b);
        domains.put("SMILES", shape, new float[Math.toIntExact(elements)]);
        write();
        assertRefused(folder.resolve("domain-tags.safetensors") + ": tag SMILES has shape " + shape);
    }

    @Test
    void refusesAnEmptyTagOfAnImpossibleWidth() {
        domains.put("SMILES", List.of(0L, 1L << 40));
        write();
        assertRefused(": tag SMILES has shape [0, 1099511627776]");
    }

    @Test
    void refusesWholeNumbersForATag() {
        domains.put("SMILES", "I64", List.of(1L, 2L), new byte[16]);
        write();
        assertRefused(folder.resolve("domain-tags.safetensors") + ": tensor SMILES has dtype I64");
    }

    @Test
    void refusesAHeadOfAnotherWidthTellingBoth() {
        functions.put("Solubility.head", List.of(32L), new float[32]);
        write();
        assertRefused(
                folder.resolve("function-tags.safetensors") + ": function tag Solubility", "head of 1 x 32", "4 x 64");
        functions.put("Solubility.head", List.of(2L, 32L), new float[64]);
        write();
        assertRefused(
                folder.resolve("function-tags.safetensors") + ": function tag Solubility", "head of 2 x 32", "4 x 64");
        functions.put("Solubility.head", List.of(2L, 1L, 64L), new float[128]);
        write();
        assertRefused("tensor Solubility.head has shape [2, 1, 64]");
    }

    @Test
    void refusesATargetThatIsNotTwoNumbers() {
        functions.put("Solubility.target", List.of(3L), 1, 2, 3);
        write();
        assertRefused("tensor Solubility.target has shape [3], not [2] for mean and standard deviation");
    }

    @Test
    void namesTheHeadThatIsMissingAndTheTagOfAHeadAlone() {
        functions.remove("Solubility.head");
        write();
        assertRefused(folder.resolve("function-tags.safetensors") + ": no tensor head");
        put(functions, "Solubility.head", golden("head"));
        functions.remove("Solubility");
        write();
        assertRefused("tensor Solubility.target belongs to a function tag Solubility, which is not there");
    }

    private void write() {
        domains.write(folder.resolve("domain-tags.safetensors"));
        functions.write(folder.resolve("function-tags.safetensors"));
    }

    private void describe(String first, String firstUnit, String second, String secondUnit) throws IOException {
        String entry = "\"%s\": {\"unit\": \"%s\", \"template\": \"" + TEMPLATE + "\"}";
        Files.writeString(
                folder.resolve("tags.json"),
                "{" + entry.formatted(first, firstUnit) + "," + entry.formatted(second, secondUnit) + "}");
    }

    private static TensorSlice golden(String name) {
        return GOLDEN.tensor(name);
    }

    private static void put(SafetensorsWriter writer, String name, TensorSlice tensor) {
        writer.put(name, tensor.shape(), tensor.read());
    }

    private void assertRefused(String... parts) {
        assertThatThrownBy(() -> TagFiles.read(folder))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll(parts);
    }
}
