package dev.tagstream.schemas;

/**
 * Bounds what Avro reserves on the word of a length prefix. Avro allocates a text's or list's announced size before it looks
 * whether as many bytes follow, so a damaged record of twenty bytes could otherwise ask for two gigabytes.
 */
final class AvroLimits {
    /** No field of ours is longer: the largest tag version takes {@code 8 MiB}. */
    private static final String MAX_BYTES = String.valueOf(16 * 1024 * 1024);

    private static final String MAX_ITEMS = String.valueOf(100_000);

    private AvroLimits() {}

    /** Must run before Avro's decoder is first used: it reads these properties once. An operator's own values win. */
    static void apply() {
        setIfAbsent("org.apache.avro.limits.string.maxLength", MAX_BYTES);
        setIfAbsent("org.apache.avro.limits.bytes.maxLength", MAX_BYTES);
        setIfAbsent("org.apache.avro.limits.collectionItems.maxLength", MAX_ITEMS);
    }

    private static void setIfAbsent(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
