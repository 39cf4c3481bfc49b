package dev.tagstream.runtime.config;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One setting as somebody wrote it.
 *
 * @param key name in the catalogue's spelling
 * @param value text as written
 * @param origin where it was written, as a person would say it, for instance {@code line 3 of processor.properties}
 */
record RawSetting(String key, String value, String origin) {
    private static final Pattern SECRET =
            Pattern.compile(".*(password|secret|credential|jaas|auth|user\\.info|\\.key).*");

    private static final Pattern USER_IN_URL = Pattern.compile("//[^/@\\s]*@");

    /** Key, value and origin for a message, without user and password in a URL. */
    String told() {
        return told(USER_IN_URL.matcher(value).replaceAll("//[hidden]@"));
    }

    /** The same of a setting that no catalogue has; its value is hidden where the key sounds like a secret's. */
    String toldUnlessSecret() {
        return SECRET.matcher(key.toLowerCase(Locale.ROOT)).matches() ? told("[hidden]") : told();
    }

    private String told(String shown) {
        return "%s=%s (%s)".formatted(key, shown, origin);
    }

    /** Without the value, which may be secret. */
    @Override
    public String toString() {
        return "%s (%s)".formatted(key, origin);
    }
}
