package dev.tagstream.cli.options;

import dev.tagstream.client.TagstreamException;
import dev.tagstream.model.engine.LlamaEngine;
import dev.tagstream.runtime.tags.TagBundle;
import dev.tagstream.tags.TagFiles;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The trained tags beside a checkpoint. */
public final class TrainedTags {
    private TrainedTags() {}

    /** Empty where the folder has none. */
    public static Optional<TagBundle> of(Path folder, LlamaEngine engine) {
        return TagFiles.existIn(folder) ? Optional.of(TagBundle.read(folder, engine, Instant.now())) : Optional.empty();
    }

    /** Throws {@link TagstreamException} where a function tag is missing. */
    public static TagBundle with(List<String> functions, Path folder, LlamaEngine engine) {
        TagBundle bundle = of(folder, engine)
                .orElseThrow(() -> new TagstreamException(
                        "%s holds no trained tags (domain-tags.safetensors, function-tags.safetensors); missing is %s."
                                .formatted(folder, String.join(", ", functions))));
        for (String function : functions) {
            if (bundle.tags().function(function).isEmpty()) {
                throw new TagstreamException("%s holds no function tag %s; it has %s."
                        .formatted(
                                folder,
                                function,
                                bundle.tags().functions().stream()
                                        .map(tag -> tag.id().name())
                                        .collect(Collectors.joining(", "))));
            }
        }
        return bundle;
    }
}
