package dev.tagstream.cli.verb;

import java.util.HashMap;
import java.util.Map;

/** Lets equal texts be one object. */
final class TextPool {
    private final Map<String, String> texts = new HashMap<>();

    String shared(String text) {
        String known = texts.putIfAbsent(text, text);
        return known == null ? text : known;
    }
}
