package dev.tagstream.cli;

import dev.tagstream.schemas.AvroLimits;

/** Where the {@code tagstream} command begins, and the only class of it that ends the process. */
public final class TagstreamMain {
    private TagstreamMain() {}

    public static void main(String[] arguments) {
        AvroLimits.apply();
        System.exit(TagstreamCommand.commandLine().execute(arguments));
    }
}
