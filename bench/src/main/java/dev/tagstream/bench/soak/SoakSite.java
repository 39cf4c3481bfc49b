package dev.tagstream.bench.soak;

import dev.tagstream.cli.options.ModelOptions;
import dev.tagstream.cli.terminal.Terminal;
import dev.tagstream.client.KafkaConnection;
import dev.tagstream.client.TagstreamException;
import dev.tagstream.local.LocalScreening;
import dev.tagstream.local.LocalStack;
import dev.tagstream.local.LocalStackOptions;
import dev.tagstream.local.ProcessorProcess;
import dev.tagstream.model.engine.LlamaEngine;
import dev.tagstream.processor.ProcessorSettings;
import dev.tagstream.runtime.config.Settings;
import dev.tagstream.runtime.config.SettingsSource;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A broker, a registry and a processor, each in a process of its own. */
final class SoakSite implements AutoCloseable {
    /** Small enough to be full soon, so that a long run is one of a full cache. */
    private static final Map<String, String> CACHES =
            Map.of("protein.cache.max.bytes", "67108864", "smiles.cache.max.bytes", "67108864");

    /** The heap has its size from the start: what grows then is not the heap on its way to its bound. */
    private static final List<String> JVM_OPTIONS =
            List.of("-Xms512m", "-Xmx512m", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC", "-Dai.djl.offline=true");

    private final LocalStack stack;
    private final Settings settings;
    private final ProcessorProcess processor;

    private SoakSite(LocalStack stack, Settings settings, ProcessorProcess processor) {
        this.stack = stack;
        this.settings = settings;
        this.processor = processor;
    }

    /** Starts them, publishes the model's tags, and waits until the processor is ready; {@code settings} that are not its defaults. */
    static SoakSite start(Path folder, ModelOptions model, Map<String, String> settings, Terminal terminal) {
        LocalStack stack =
                LocalStack.start(LocalStackOptions.onFreePorts(folder).withBrokerApart(), terminal::note);
        try {
            try (LlamaEngine engine = model.open()) {
                LocalScreening.publish(LocalScreening.connection(stack), model, engine, terminal::note);
            }
            Map<String, String> all = new HashMap<>(LocalScreening.settings(stack, model));
            all.putAll(CACHES);
            all.putAll(settings);
            Settings resolved = ProcessorSettings.CATALOGUE.resolve(List.of(SettingsSource.commandLine(all)));
            ProcessorProcess processor = ProcessorProcess.start(all, JVM_OPTIONS, folder.resolve("processor.log"));
            return new SoakSite(stack, resolved, processor);
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    KafkaConnection connection() {
        return LocalScreening.connection(stack);
    }

    Settings settings() {
        return settings;
    }

    /** Empty if the processor takes too long to answer. */
    Optional<SoakMetrics> metrics() throws InterruptedException {
        return processor.metrics().map(SoakMetrics::of);
    }

    ProcessLook process() {
        return ProcessLook.at(processor.pid())
                .orElseThrow(() -> new TagstreamException(
                        "A soak reads memory, threads and files of its processor from /proc, which is not here."));
    }

    @Override
    public void close() {
        try (stack) {
            processor.close();
        }
    }
}
