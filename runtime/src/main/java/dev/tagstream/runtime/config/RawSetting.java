package dev.tagstream.runtime.config;

/**
 * One setting as somebody wrote it.
 *
 * @param key name in the catalogue's spelling
 * @param value text as written
 * @param origin where it was written, as a person would say it, for instance {@code line 3 of processor.properties}
 */
record RawSetting(String key, String value, String origin) {
    /** Without the value, which may be secret. */
    @Override
    public String toString() {
        return "%s (%s)".formatted(key, origin);
    }
}
