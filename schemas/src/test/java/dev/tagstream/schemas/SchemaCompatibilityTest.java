package dev.tagstream.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each record must read what every release wrote, and every release must read what it writes. Released schemas stand in
 * {@code released/VERSION/NAME.avsc} and never change; {@code -Drelease.write=VERSION} adds those of the present.
 */
class SchemaCompatibilityTest {
    private static final Path RELEASED = Path.of("src", "test", "resources", "released");

    static List<Path> releasedFiles() throws IOException {
        writeReleaseIfAsked();
        try (Stream<Path> files = Files.walk(RELEASED)) {
            return files.filter(file -> file.toString().endsWith(".avsc"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("releasedFiles")
    void exchangesRecordsWithEveryReleaseInBothDirections(Path file) throws IOException {
        Schema released = new Schema.Parser().parse(Files.readString(file));
        Schema present = presentSchemas().get(released.getFullName());

        assertThat(present)
                .as("%s was released and must still exist", released.getFullName())
                .isNotNull();
        assertThat(problems(present, released))
                .as("the present reads the release")
                .isEmpty();
        assertThat(problems(released, present))
                .as("the release reads the present")
                .isEmpty();
    }

    @Test
    void hasAReleasedAncestorOfEveryRecord() throws IOException {
        assertThat(releasedFiles())
                .extracting(file -> file.getFileName().toString().replace(".avsc", ""))
                .contains(
                        presentSchemas().values().stream().map(Schema::getName).toArray(String[]::new));
    }

    @Test
    void noticesAFieldAddedWithoutADefault() {
        Schema with = record("{\"name\": \"a\", \"type\": \"int\"}, {\"name\": \"b\", \"type\": \"int\"}");
        Schema without = record("{\"name\": \"a\", \"type\": \"int\"}");

        assertThat(problems(with, without)).singleElement().asString().contains("READER_FIELD_MISSING_DEFAULT_VALUE");
        assertThat(problems(without, with)).isEmpty();
    }

    @Test
    void noticesAChangedType() {
        Schema number = record("{\"name\": \"a\", \"type\": \"int\"}");
        Schema text = record("{\"name\": \"a\", \"type\": \"string\"}");

        assertThat(problems(number, text)).singleElement().asString().contains("TYPE_MISMATCH");
    }

    @Test
    void noticesARenamedRecord() {
        Schema old = record("{\"name\": \"a\", \"type\": \"int\"}");
        Schema renamed = new Schema.Parser().parse(old.toString().replace("\"Some\"", "\"Other\""));

        assertThat(problems(renamed, old)).singleElement().asString().contains("NAME_MISMATCH");
    }

    private static Schema record(String fields) {
        return new Schema.Parser()
                .parse("{\"type\": \"record\", \"name\": \"Some\", \"fields\": [%s]}".formatted(fields));
    }

    private static List<String> problems(Schema reader, Schema writer) {
        SchemaCompatibilityResult result = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getResult();
        return result.getIncompatibilities().stream()
                .map(found -> found.getType() + " at " + found.getLocation() + ": " + found.getMessage())
                .toList();
    }

    private static Map<String, Schema> presentSchemas() {
        return ExampleRecords.full().stream()
                .map(record -> record.getSchema())
                .collect(Collectors.toMap(Schema::getFullName, Function.identity()));
    }

    private static void writeReleaseIfAsked() {
        String version = System.getProperty("release.write");
        if (version != null) {
            Path folder = RELEASED.resolve(version);
            presentSchemas().values().forEach(schema -> write(folder, schema));
        }
    }

    private static void write(Path folder, Schema schema) {
        try {
            Files.createDirectories(folder);
            Files.writeString(
                    folder.resolve(schema.getName() + ".avsc"),
                    schema.toString(true) + "\n",
                    StandardOpenOption.CREATE_NEW); // a release never changes
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
