package dev.tagstream.runtime.config;

/**
 * Settings handed on unchecked to something that checks them itself.
 *
 * @param prefix start of their keys with the dot, for instance {@code kafka.}
 * @param doc one sentence on who gets them
 */
public record PassThrough(String prefix, String doc) {
    boolean covers(String key) {
        return key.startsWith(prefix) && key.length() > prefix.length();
    }
}
