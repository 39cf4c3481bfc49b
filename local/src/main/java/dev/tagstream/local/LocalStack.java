package dev.tagstream.local;

import dev.tagstream.cli.admin.MissingTopics;
import dev.tagstream.client.TagstreamException;
import dev.tagstream.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;

/**
 * Everything around a processor on one machine: Kafka, a schema registry, and the topics.
 *
 * <p>What is sent to it stays in its folder: a stack started there again goes on where the last one ended. A folder
 * serves one stack at a time.
 */
public final class LocalStack implements AutoCloseable {
    private static final short ONE_REPLICA = 1;

    private final LocalStackOptions options;
    private final StackBroker broker;
    private final LocalRegistry registry;
    private final Runnable end;

    private LocalStack(LocalStackOptions options, StackBroker broker, LocalRegistry registry, Runnable end) {
        this.options = options;
        this.broker = broker;
        this.registry = registry;
        this.end = end;
    }

    /**
     * Starts Kafka and the registry at the same time, and creates the topics that are absent.
     *
     * @param progress takes a line for a person at each step, on the calling thread
     * @throws TagstreamException if any of it fails; nothing is left running then
     */
    public static LocalStack start(LocalStackOptions options, Consumer<String> progress) {
        FolderLock lock = FolderLock.take(options.folder());
        try {
            requirePorts(options);
            return start(options, lock, progress);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** The same broker and registry, with topics of another prefix and another folder; its end leaves them running. */
    LocalStack sharedBy(Path folder, String topicPrefix) {
        LocalStackOptions other = options.with(folder, topicPrefix);
        createTopics(broker, other);
        return new LocalStack(other, broker, registry, () -> {});
    }

    /** The address for Kafka clients. */
    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** The address for {@code schema.registry.url}. */
    public String registryUrl() {
        return registry.url();
    }

    /** Processor time that Kafka has used so far; empty where it runs in this JVM. */
    public Optional<Duration> brokerCpuTime() {
        return broker instanceof BrokerProcess apart ? Optional.of(apart.cpuTime()) : Optional.empty();
    }

    public Path folder() {
        return options.folder();
    }

    public Topics topics() {
        return Topics.withPrefix(options.topicPrefix());
    }

    /** The {@code topic.prefix} of the services here, which their application ids begin with too. */
    public String topicPrefix() {
        return options.topicPrefix();
    }

    @Override
    public void close() {
        end.run();
    }

    private static void requirePorts(LocalStackOptions options) {
        if (options.brokerPort() != 0) {
            LoopbackPorts.requireFree(options.brokerPort(), "Kafka", LocalStackOptions.BROKER_PORT_OPTION);
        }
        if (options.registryPort() != 0) {
            LoopbackPorts.requireFree(
                    options.registryPort(), "the schema registry", LocalStackOptions.REGISTRY_PORT_OPTION);
        }
    }

    private static LocalStack start(LocalStackOptions options, FolderLock lock, Consumer<String> progress) {
        progress.accept("starting Kafka and the schema registry in " + options.folder());
        Path folder = options.folder();
        CompletableFuture<LocalRegistry> starting = CompletableFuture.supplyAsync(
                () -> LocalRegistry.start(options.registryHome(), folder.resolve("registry"), options.registryPort()));
        try {
            StackBroker broker = startBroker(options);
            try {
                progress.accept("Kafka listens on " + broker.bootstrapServers());
                progress.accept(createTopics(broker, options) + " topics created");
                LocalRegistry registry = starting.join();
                progress.accept("the schema registry answers at " + registry.url());
                return new LocalStack(options, broker, registry, () -> close(lock, broker, registry));
            } catch (RuntimeException e) {
                broker.close();
                throw e;
            }
        } catch (CompletionException e) {
            throw e.getCause() instanceof TagstreamException known ? known : e;
        } catch (RuntimeException e) {
            starting.thenAccept(LocalRegistry::close)
                    .exceptionally(failed -> null)
                    .join();
            throw e;
        }
    }

    private static void close(FolderLock lock, StackBroker broker, LocalRegistry registry) {
        try (lock;
                broker) {
            registry.close();
        }
    }

    private static int createTopics(StackBroker broker, LocalStackOptions options) {
        Topics topics = Topics.withPrefix(options.topicPrefix());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            return MissingTopics.create(admin, topics, options.partitions(), ONE_REPLICA)
                    .size();
        }
    }

    private static StackBroker startBroker(LocalStackOptions options) {
        Path folder = options.folder().resolve("kafka");
        return options.brokerApart()
                ? BrokerProcess.start(folder, options.brokerPort())
                : LocalBroker.start(folder, options.brokerPort());
    }
}
