package dev.tagstream.runtime.config;

import dev.tagstream.tags.text.ShortLine;
import java.util.List;

/** Settings can't be used; holds every problem found, one sentence each, for a person to read. */
public class ConfigProblemsException extends RuntimeException {
    private final List<String> problems;

    public ConfigProblemsException(List<String> problems) {
        super(String.join(
                System.lineSeparator(), problems.stream().map(ShortLine::of).toList()));
        this.problems = problems.stream().map(ShortLine::of).toList();
    }

    public List<String> problems() {
        return problems;
    }
}
