package dev.tagstream.cli.verb;

import dev.tagstream.cli.model.EmbeddedModel;
import dev.tagstream.model.checkpoint.TensorType;
import dev.tagstream.model.engine.EngineOptions;
import dev.tagstream.model.engine.LlamaEngine;
import dev.tagstream.model.tag.TagFiles;
import dev.tagstream.runtime.tags.TagBundle;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of every verb that opens an engine. */
final class ModelOptions {
    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = "LLaMA checkpoint in Hugging Face layout. Default: the embedded mini-llama.")
    Optional<Path> model = Optional.empty();

    @Option(
            names = "--device",
            paramLabel = "NAME",
            defaultValue = "cpu",
            description = "cpu, or cuda:0 and so on. Default: ${DEFAULT-VALUE}.")
    String device = "cpu";

    @Option(
            names = "--dtype",
            paramLabel = "TYPE",
            defaultValue = "float32",
            description = "float32 or bfloat16. Default: ${DEFAULT-VALUE}.")
    String dtype = "float32";

    Path folder() {
        return model.orElseGet(EmbeddedModel::folder);
    }

    /** Opens the engine; the caller closes it. */
    LlamaEngine open() {
        try {
            return LlamaEngine.open(
                    folder(), EngineOptions.DEFAULT.withDevice(device).withDtype(type()));
        } catch (IllegalArgumentException e) {
            throw new VerbFailedException(e.getMessage() + ".", e);
        }
    }

    private TensorType type() {
        return switch (dtype) {
            case "float32" -> TensorType.F32;
            case "bfloat16" -> TensorType.BF16;
            default -> throw new VerbFailedException("--dtype %s is neither float32 nor bfloat16.".formatted(dtype));
        };
    }

    /** The settings that say the same to a processor. */
    Map<String, String> settings() {
        return Map.of("model.dir", folder().toString(), "device", device, "dtype", dtype);
    }

    /** The trained tags beside the checkpoint, if there are any. */
    Optional<TagBundle> tags(LlamaEngine engine) {
        return TagFiles.existIn(folder())
                ? Optional.of(TagBundle.read(folder(), engine, Instant.now()))
                : Optional.empty();
    }
}
