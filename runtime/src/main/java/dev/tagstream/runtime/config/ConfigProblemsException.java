package dev.tagstream.runtime.config;

import java.util.List;

/** Settings can't be used; holds every problem found, one sentence each, for a person to read. */
public class ConfigProblemsException extends RuntimeException {
    private final List<String> problems;

    public ConfigProblemsException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
