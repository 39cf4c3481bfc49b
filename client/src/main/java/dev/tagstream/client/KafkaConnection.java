package dev.tagstream.client;

import dev.tagstream.common.kafka.TopicScan;
import dev.tagstream.common.wire.TagKeys;
import dev.tagstream.schemas.AvroSerdes;
import dev.tagstream.schemas.Topics;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * One Kafka with its registry: makes the clients that talk to them.
 *
 * @param kafka client settings by Kafka's names, {@code bootstrap.servers} at least
 * @param registry settings of the registry client, {@code schema.registry.url} at least
 * @param keys that tag versions are signed and checked with
 */
public record KafkaConnection(Map<String, Object> kafka, Map<String, Object> registry, Topics topics, TagKeys keys) {
    /** For something that listens, however busy its machine is. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Duration KNOCK = Duration.ofSeconds(5);

    /** Where tags are not signed. */
    public KafkaConnection(Map<String, Object> kafka, Map<String, Object> registry, Topics topics) {
        this(kafka, registry, topics, TagKeys.NONE);
    }

    /** Reads topics from their beginning, only what is committed; {@link TagstreamException} if one does not exist. */
    public TopicScan scan(List<String> topics) {
        try {
            return TopicScan.open(reader(), topics);
        } catch (UnknownTopicOrPartitionException e) {
            throw new TagstreamException(
                    "There is no topic %s at %s. Check --topic-prefix; `tagstream local` makes the topics."
                            .formatted(e.getMessage(), bootstrapServers()),
                    e);
        }
    }

    /** Without settings, which may be secret. */
    @Override
    public String toString() {
        return "KafkaConnection[%s]".formatted(bootstrapServers());
    }

    public String bootstrapServers() {
        return String.valueOf(kafka.get("bootstrap.servers"));
    }

    /** Without a user and password, which may stand in it. */
    public String registryUrl() {
        return String.valueOf(registry.get("schema.registry.url")).replaceAll("//[^/@\\s]*@", "//");
    }

    /** Throws {@link TagstreamException} with the remedy, within seconds, if one of the two does not answer. */
    public void check() {
        checkKafka();
        checkRegistry();
    }

    public void checkKafka() {
        if (Arrays.stream(bootstrapServers().split(",")).noneMatch(KafkaConnection::mayListen)) {
            throw noKafka(null);
        }
        Map<String, Object> config = new HashMap<>(kafka);
        config.put("default.api.timeout.ms", (int) PATIENCE.toMillis());
        config.put("request.timeout.ms", (int) PATIENCE.toMillis());
        try (Admin admin = Admin.create(config)) {
            admin.describeCluster().clusterId().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TagstreamException("Interrupted while connecting to Kafka.", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthenticationException refused) {
                throw refused;
            }
            throw noKafka(e);
        } catch (ConfigException e) {
            throw e;
        } catch (org.apache.kafka.common.KafkaException e) {
            if (e.getCause() instanceof ConfigException wrong) {
                throw wrong.getMessage() != null && wrong.getMessage().contains("resolvable") ? noKafka(e) : wrong;
            }
            throw e;
        }
    }

    /** Whether somebody takes connections there; an address of no known form is left for Kafka's client to refuse. */
    private static boolean mayListen(String address) {
        String host = Utils.getHost(address.strip());
        Integer port = Utils.getPort(address.strip());
        if (host == null || port == null) {
            return true;
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), (int) KNOCK.toMillis());
            return true;
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    private TagstreamException noKafka(@Nullable Exception cause) {
        return new TagstreamException(
                "No Kafka broker answers at %s. Start one with `tagstream local`, or name yours with --bootstrap-server."
                        .formatted(bootstrapServers()),
                cause);
    }

    public void checkRegistry() {
        String url = registryUrl().split(",", 2)[0].strip();
        if (url.startsWith("mock:")) {
            return;
        }
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url.replaceAll("/+$", "") + "/subjects"))
                    .timeout(PATIENCE)
                    .build();
            HttpClient.newBuilder().connectTimeout(KNOCK).build().send(request, BodyHandlers.discarding());
        } catch (IllegalArgumentException e) {
            throw new TagstreamException("%s is no address of a schema registry.".formatted(url), e);
        } catch (ConnectException | HttpTimeoutException e) {
            throw new TagstreamException(
                    "No schema registry answers at %s. Start one with `tagstream local`, or name yours with --schema-registry."
                            .formatted(url),
                    e);
        } catch (IOException e) {
            // Something answers there; whether it speaks with us is for the registry client and its own settings to
            // find out.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TagstreamException("Interrupted while connecting to the schema registry.", e);
        }
    }

    public Admin admin() {
        return Admin.create(kafka);
    }

    public AvroSerdes serdes() {
        return new AvroSerdes(registry);
    }

    /** A consumer outside any group that sees what is committed, and nothing of what was rolled back. */
    public KafkaConsumer<byte[], byte[]> reader() {
        Map<String, Object> config = new HashMap<>(kafka);
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5000);
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** A producer that writes each record once, compressed. */
    public <T> KafkaProducer<String, T> writer(Serializer<T> values, Map<String, ?> more) {
        Map<String, Object> config = new HashMap<>(kafka);
        config.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        config.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 20);
        config.putIfAbsent(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.putAll(more);
        return new KafkaProducer<>(config, new StringSerializer(), values);
    }
}
