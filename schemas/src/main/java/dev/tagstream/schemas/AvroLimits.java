package dev.tagstream.schemas;

/**
 * Bounds what Avro reserves on the word of a length prefix. Avro allocates a text's or list's announced size before it looks
 * whether as many bytes follow, so a damaged record of twenty bytes could otherwise ask for two gigabytes.
 */
public final class AvroLimits {
    /** No field of ours is longer: the largest tag version takes {@code 8 MiB}. */
    public static final int FIELD_BYTES = 16 << 20;

    /** Items of a list or map. */
    public static final int ITEMS = 100_000;

    private AvroLimits() {}

    /**
     * Must run before Avro's decoder is first used, which reads these properties once. Even a builder with defaults uses it, so every
     * program does this first. An operator's own values win.
     */
    public static void apply() {
        setIfAbsent("org.apache.avro.limits.string.maxLength", FIELD_BYTES);
        setIfAbsent("org.apache.avro.limits.bytes.maxLength", FIELD_BYTES);
        setIfAbsent("org.apache.avro.limits.collectionItems.maxLength", ITEMS);
    }

    private static void setIfAbsent(String property, int value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, String.valueOf(value));
        }
    }
}
