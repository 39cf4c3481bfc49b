package dev.tagstream.schemas;

import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;
import org.apache.avro.Schema;

/**
 * Looks for lists whose items take no bytes. Avro passes over the items of a list one by one, as many as the record says: ten bytes
 * of such a list keep a thread busy for centuries. No schema of ours has any, but whoever may write to the registry can register one.
 */
final class EmptyItems {
    private EmptyItems() {}

    static boolean in(Schema schema) {
        return in(schema, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private static boolean in(Schema schema, Set<Schema> seen) {
        if (!seen.add(schema)) {
            return false;
        }
        return switch (schema.getType()) {
            case ARRAY -> isEmpty(schema.getElementType(), Set.of()) || in(schema.getElementType(), seen);
            case MAP -> in(schema.getValueType(), seen);
            case UNION -> schema.getTypes().stream().anyMatch(type -> in(type, seen));
            case RECORD -> schema.getFields().stream().anyMatch(field -> in(field.schema(), seen));
            default -> false;
        };
    }

    /** A record within itself is as empty as the rest of it. */
    private static boolean isEmpty(Schema schema, Set<String> within) {
        return switch (schema.getType()) {
            case NULL -> true;
            case FIXED -> schema.getFixedSize() == 0;
            case RECORD ->
                within.contains(schema.getFullName())
                        || schema.getFields().stream()
                                .allMatch(field -> isEmpty(field.schema(), with(within, schema.getFullName())));
            default -> false;
        };
    }

    private static Set<String> with(Set<String> names, String name) {
        Set<String> more = new HashSet<>(names);
        more.add(name);
        return more;
    }
}
