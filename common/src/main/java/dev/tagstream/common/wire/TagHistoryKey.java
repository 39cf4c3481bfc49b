package dev.tagstream.common.wire;

import dev.tagstream.schemas.TagVersion;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The key of a version in the history of tags: {@code BindingAffinity@3}. */
public record TagHistoryKey(String name, long version) {
    /** Header of an entry that was made for a trial: nothing was put in use under its number. */
    public static final String ON_TRIAL = "on-trial";

    private static final Pattern KEY = Pattern.compile("(.+)@(\\d{1,18})");

    public static TagHistoryKey of(TagVersion version) {
        return new TagHistoryKey(version.getName(), version.getVersion());
    }

    /** Empty if it is none. */
    public static Optional<TagHistoryKey> parse(String key) {
        Matcher parts = KEY.matcher(key);
        return parts.matches()
                ? Optional.of(new TagHistoryKey(parts.group(1), Long.parseLong(parts.group(2))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return name + "@" + version;
    }
}
