package dev.tagstream.cli.options;

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
public final class ModelOptions {
    private static final String FOLDER_KEY = "model.dir";

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = "LLaMA checkpoint in Hugging Face layout. Default: the embedded mini-llama.")
    Optional<Path> model = Optional.empty();

    @Mixin
    public DeviceOptions device = new DeviceOptions();

    public Path folder() {
        return model.orElseGet(EmbeddedModel::folder);
    }

    /** Opens the engine; the caller closes it. */
    public LlamaEngine open() {
        return LlamaEngine.open(folder(), device.engine());
    }

    /** The settings that say the same to a service; none for what was not said, so that its other sources count. */
    public Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(device.settings());
        model.ifPresent(folder -> settings.put(FOLDER_KEY, folder.toString()));
        return settings;
    }

    /** What a service is told where nobody says anything. */
    public static Map<String, String> defaultSettings() {
        return Map.of(FOLDER_KEY, EmbeddedModel.folder().toString());
    }

    /** The trained tags beside the checkpoint, if there are any. */
    public Optional<TagBundle> tags(LlamaEngine engine) {
        return TrainedTags.of(folder(), engine);
    }
}
