package dev.tagstream.bench.stream;

import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** The option that gives the processor of a bench settings of one's own. */
public final class ProcessorSettingOptions {
    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "One setting of the processor, which has its defaults else; may be repeated.")
    public Map<String, String> set = new HashMap<>();
}
