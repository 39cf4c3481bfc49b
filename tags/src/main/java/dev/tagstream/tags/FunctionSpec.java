package dev.tagstream.tags;

import dev.tagstream.tags.prompt.PromptTemplate;
import java.util.List;
import java.util.Locale;

/**
 * What a function tag is learned for.
 *
 * @param name of the tag
 * @param unit of the labels
 * @param classes names of the classes, at least two; empty for a regression
 * @param template the prompt, which names the domains
 */
public record FunctionSpec(String name, Task task, String unit, List<String> classes, PromptTemplate template) {
    public FunctionSpec {
        classes = List.copyOf(classes);
        FunctionTag.checkNames("function " + name, unit, classes);
        if (task == Task.CLASSIFICATION ? classes.size() < 2 : !classes.isEmpty()) {
            throw new IllegalArgumentException("function %s is a %s with %d classes"
                    .formatted(name, task.name().toLowerCase(Locale.ROOT), classes.size()));
        }
    }
}
