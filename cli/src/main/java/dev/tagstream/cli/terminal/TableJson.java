package dev.tagstream.cli.terminal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table as JSON: an array with one object a row. */
public final class TableJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private TableJson() {}

    public static ArrayNode of(Table table) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (List<@Nullable Object> row : table.rows()) {
            ObjectNode object = array.addObject();
            for (int i = 0; i < row.size(); i++) {
                object.set(table.columns().get(i).key(), MAPPER.valueToTree(row.get(i)));
            }
        }
        return array;
    }
}
