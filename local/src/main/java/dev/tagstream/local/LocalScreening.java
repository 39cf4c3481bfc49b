package dev.tagstream.local;

import dev.tagstream.cli.access.AccessCatalogue;
import dev.tagstream.cli.options.ModelOptions;
import dev.tagstream.client.KafkaConnection;
import dev.tagstream.client.tags.TagPublisher;
import dev.tagstream.model.engine.LlamaEngine;
import dev.tagstream.processor.ProcessorSettings;
import dev.tagstream.processor.ScreeningProcessor;
import dev.tagstream.runtime.config.Settings;
import dev.tagstream.runtime.config.SettingsSource;
import dev.tagstream.runtime.engines.EngineSettings;
import dev.tagstream.schemas.TagVersion;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Everything on one machine: broker, registry, topics, published tags, and a processor in this JVM. */
public final class LocalScreening implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final LocalStack stack;
    private final LlamaEngine engine;
    private final ScreeningProcessor processor;
    private final KafkaConnection connection;

    private LocalScreening(
            LocalStack stack, LlamaEngine engine, ScreeningProcessor processor, KafkaConnection connection) {
        this.stack = stack;
        this.engine = engine;
        this.processor = processor;
        this.connection = connection;
    }

    /** Starts it all, telling each step; whatever fails, nothing is left running. */
    public static LocalScreening start(LocalStackOptions options, ModelOptions model, Consumer<String> progress) {
        return start(options, model, 0, progress);
    }

    /** @param consolePort where the console, metrics and health are answered; 0 for a free one */
    public static LocalScreening start(
            LocalStackOptions options, ModelOptions model, int consolePort, Consumer<String> progress) {
        return start(() -> LocalStack.start(options, progress), model, consolePort, progress);
    }

    /** @param stacks starts the stack, which is closed with what is returned */
    static LocalScreening start(
            Supplier<LocalStack> stacks, ModelOptions model, int consolePort, Consumer<String> progress) {
        LlamaEngine engine = model.open();
        try {
            LocalStack stack = stacks.get();
            try {
                KafkaConnection connection = connection(stack);
                publish(connection, model, engine, progress);
                Map<String, String> settings = settings(stack, model);
                settings.putAll(Map.of("http.port", String.valueOf(consolePort), "console.enabled", "true"));
                ScreeningProcessor processor = processor(settings, engine);
                progress.accept("the processor is running");
                processor
                        .httpPort()
                        .ifPresent(port -> progress.accept("its console is at http://127.0.0.1:%d".formatted(port)));
                return new LocalScreening(stack, engine, processor, connection);
            } catch (RuntimeException e) {
                stack.close();
                throw e;
            }
        } catch (RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    public static KafkaConnection connection(LocalStack stack) {
        return new KafkaConnection(
                Map.of("bootstrap.servers", stack.bootstrapServers()),
                Map.of("schema.registry.url", stack.registryUrl()),
                stack.topics());
    }

    public static void publish(
            KafkaConnection connection, ModelOptions model, LlamaEngine engine, Consumer<String> progress) {
        model.tags(engine)
                .ifPresentOrElse(
                        bundle -> {
                            List<TagVersion> published = new TagPublisher(connection).publish(bundle.versions());
                            progress.accept(
                                    published.isEmpty()
                                            ? "its tags are in use already"
                                            : "published " + names(published));
                        },
                        () -> progress.accept("%s has no trained tags; `tagstream tags publish` publishes some"
                                .formatted(model.folder())));
    }

    private static String names(List<TagVersion> versions) {
        return versions.stream()
                .map(version -> "%s version %d".formatted(version.getName(), version.getVersion()))
                .collect(Collectors.joining(", "));
    }

    /** Of a processor that works here with this model. */
    public static Map<String, String> settings(LocalStack stack, ModelOptions model) {
        Map<String, String> settings = new HashMap<>(ModelOptions.defaultSettings());
        settings.putAll(model.settings());
        settings.put("bootstrap.servers", stack.bootstrapServers());
        settings.put("schema.registry.url", stack.registryUrl());
        settings.put("topic.prefix", stack.topicPrefix());
        settings.put("application.id", stack.topicPrefix() + AccessCatalogue.DEFAULT_PROCESSOR_ID);
        settings.put("state.dir", stack.folder().resolve("state").toString());
        settings.put("http.port", "0");
        return settings;
    }

    private static ScreeningProcessor processor(Map<String, String> settings, LlamaEngine engine) {
        Settings resolved = ProcessorSettings.CATALOGUE.resolve(List.of(SettingsSource.commandLine(settings)));
        ScreeningProcessor processor =
                new ScreeningProcessor(resolved, List.of(engine), EngineSettings.options(resolved));
        try {
            processor.start();
            processor.awaitRunning(PATIENCE);
            return processor;
        } catch (RuntimeException e) {
            processor.close();
            throw e;
        }
    }

    public KafkaConnection connection() {
        return connection;
    }

    public ScreeningProcessor processor() {
        return processor;
    }

    LocalStack stack() {
        return stack;
    }

    @Override
    public void close() {
        try (stack;
                engine;
                processor) {
            // In reverse order: the processor first, the stack last.
        }
    }
}
