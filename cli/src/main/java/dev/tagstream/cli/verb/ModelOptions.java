package dev.tagstream.cli.verb;

import dev.tagstream.cli.model.EmbeddedModel;
import dev.tagstream.model.engine.LlamaEngine;
import dev.tagstream.runtime.tags.TagBundle;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every verb that opens an engine. */
final class ModelOptions {
    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = "LLaMA checkpoint in Hugging Face layout. Default: the embedded mini-llama.")
    Optional<Path> model = Optional.empty();

    @Mixin
    DeviceOptions device = new DeviceOptions();

    Path folder() {
        return model.orElseGet(EmbeddedModel::folder);
    }

    /** Opens the engine; the caller closes it. */
    LlamaEngine open() {
        return LlamaEngine.open(folder(), device.engine());
    }

    /** The settings that say the same to a processor. */
    Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(device.settings());
        settings.put("model.dir", folder().toString());
        return settings;
    }

    /** The trained tags beside the checkpoint, if there are any. */
    Optional<TagBundle> tags(LlamaEngine engine) {
        return TrainedTags.of(folder(), engine);
    }
}
