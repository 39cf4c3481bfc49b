package dev.tagstream.runtime.config;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** Reads the Java properties format and remembers the line of each setting, which {@link Properties} does not. */
final class PropertiesLines {
    private PropertiesLines() {}

    /** Throws {@link IllegalArgumentException} for a malformed escape. */
    static List<RawSetting> parse(String text, String fileName) throws IOException {
        List<RawSetting> settings = new ArrayList<>();
        String[] lines = text.split("\r\n|\r|\n", -1);
        for (int first = 0, next; first < lines.length; first = next) {
            StringBuilder logical = new StringBuilder(lines[first]);
            next = first + 1;
            while (!isComment(lines[first]) && isContinued(lines[next - 1]) && next < lines.length) {
                logical.append('\n').append(lines[next++]);
            }
            Properties one = new Properties();
            one.load(new StringReader(logical.toString()));
            String origin = "line %d of %s".formatted(first + 1, fileName);
            one.stringPropertyNames()
                    .forEach(key -> settings.add(
                            new RawSetting(key, one.getProperty(key, "").strip(), origin)));
        }
        return settings;
    }

    private static boolean isComment(String line) {
        String stripped = line.stripLeading();
        return stripped.startsWith("#") || stripped.startsWith("!");
    }

    /** Whether it ends in an odd number of backslashes. */
    private static boolean isContinued(String line) {
        int end = line.length();
        int start = end;
        while (start > 0 && line.charAt(start - 1) == '\\') {
            start--;
        }
        return (end - start) % 2 == 1;
    }
}
