package dev.tagstream.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaDocsTest {
    static List<SpecificRecord> records() {
        return ExampleRecords.full();
    }

    @ParameterizedTest
    @MethodSource("records")
    void explainsEveryRecordEnumAndField(SpecificRecord record) {
        assertThat(undocumented(record.getSchema())).isEmpty();
    }

    @Test
    void findsWhatIsNotExplained() {
        Schema schema = new Schema.Parser().parse("""
                        {"type": "record", "name": "Outer", "doc": "Fine.", "fields": [
                          {"name": "list", "doc": "Fine.", "type": {"type": "array", "items":
                            {"type": "record", "name": "Inner", "fields": [{"name": "x", "type": "int", "doc": " "}]}}},
                          {"name": "y", "type": "int"}]}
                        """);

        assertThat(undocumented(schema)).containsExactlyInAnyOrder("Inner", "Inner.x", "Outer.y");
    }

    private static List<String> undocumented(Schema schema) {
        List<String> found = new ArrayList<>();
        walk(schema, found, new HashSet<>());
        return found;
    }

    private static void walk(Schema schema, List<String> found, Set<String> seen) {
        switch (schema.getType()) {
            case RECORD -> walkRecord(schema, found, seen);
            case ENUM -> check(schema.getName(), schema.getDoc(), found);
            case ARRAY -> walk(schema.getElementType(), found, seen);
            case MAP -> walk(schema.getValueType(), found, seen);
            case UNION -> schema.getTypes().forEach(branch -> walk(branch, found, seen));
            default -> {}
        }
    }

    private static void walkRecord(Schema schema, List<String> found, Set<String> seen) {
        if (seen.add(schema.getFullName())) {
            check(schema.getName(), schema.getDoc(), found);
            for (Schema.Field field : schema.getFields()) {
                check(schema.getName() + "." + field.name(), field.doc(), found);
                walk(field.schema(), found, seen);
            }
        }
    }

    private static void check(String name, String doc, List<String> found) {
        if (doc == null || doc.isBlank()) {
            found.add(name);
        }
    }
}
