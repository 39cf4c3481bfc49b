package dev.tagstream.client;

import java.util.HashMap;
import java.util.Map;

/** Lets equal texts be one object. */
public final class TextPool {
    private final Map<String, String> texts = new HashMap<>();

    public String shared(String text) {
        String known = texts.putIfAbsent(text, text);
        return known == null ? text : known;
    }
}
