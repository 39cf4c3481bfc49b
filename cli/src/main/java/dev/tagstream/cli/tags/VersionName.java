package dev.tagstream.cli.tags;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A tag and perhaps one of its versions, as {@code Name} or {@code Name@3}.
 *
 * @param version empty for the one in use
 */
record VersionName(String name, Optional<Long> version) {
    private static final Pattern FORM = Pattern.compile("([^@\\s]+)(?:@(\\d{1,18}))?");

    static final class Converter implements ITypeConverter<VersionName> {
        @Override
        public VersionName convert(String text) {
            Matcher form = FORM.matcher(text);
            if (!form.matches()) {
                throw new TypeConversionException("'%s' is no tag such as Name or Name@3".formatted(text));
            }
            return new VersionName(
                    form.group(1), Optional.ofNullable(form.group(2)).map(Long::parseLong));
        }
    }
}
