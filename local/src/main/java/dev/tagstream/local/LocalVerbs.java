package dev.tagstream.local;

import dev.tagstream.cli.VerbSource;
import dev.tagstream.local.demo.DemoCommand;
import java.util.List;

/** Adds {@code demo} and {@code local} to the command. */
public final class LocalVerbs implements VerbSource {
    @Override
    public String parent() {
        return "";
    }

    @Override
    public List<Class<?>> verbs() {
        return List.of(DemoCommand.class, LocalCommand.class);
    }
}
