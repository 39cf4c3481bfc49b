package dev.tagstream.local.endtoend;

import dev.tagstream.cli.access.AccessCatalogue;
import dev.tagstream.cli.model.EmbeddedModel;
import dev.tagstream.cli.options.ModelOptions;
import dev.tagstream.client.KafkaConnection;
import dev.tagstream.common.kafka.TopicScan;
import dev.tagstream.local.LocalScreening;
import dev.tagstream.local.LocalStack;
import dev.tagstream.local.SharedStack;
import dev.tagstream.model.engine.LlamaEngine;
import dev.tagstream.runtime.config.Settings;
import dev.tagstream.runtime.config.SettingsSource;
import dev.tagstream.schemas.AssayResult;
import dev.tagstream.schemas.FunctionDeclaration;
import dev.tagstream.schemas.GateVerdict;
import dev.tagstream.schemas.Relation;
import dev.tagstream.schemas.TagVersion;
import dev.tagstream.schemas.TopicSpec;
import dev.tagstream.schemas.Topics;
import dev.tagstream.trainer.TrainerSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Deserializer;

/** The topics of a test class with the tags of mini-llama, and what a laboratory sends to them and reads from them. */
final class FeedbackStack implements AutoCloseable {
    /** What a function gets at a time. */
    static final int RESULTS = 150;

    final LocalStack stack;
    final KafkaConnection connection;
    private final Path folder;

    FeedbackStack(Class<?> test, Path folder) {
        this.folder = folder;
        this.stack = SharedStack.of(test, folder.resolve("stack"));
        this.connection = LocalScreening.connection(stack);
        ModelOptions model = new ModelOptions();
        try (LlamaEngine engine = model.open()) {
            LocalScreening.publish(connection, model, engine, line -> {});
        }
    }

    /** Of a trainer with a state folder of its own. */
    Map<String, String> settings(String name) {
        Map<String, String> settings = new HashMap<>();
        settings.put("bootstrap.servers", stack.bootstrapServers());
        settings.put("schema.registry.url", stack.registryUrl());
        settings.put("topic.prefix", stack.topicPrefix());
        settings.put("application.id", application());
        settings.put("model.dir", EmbeddedModel.folder().toString());
        settings.put("state.dir", folder.resolve(name).toString());
        settings.put("session.timeout.ms", "6000");
        settings.put("heartbeat.interval.ms", "2000");
        settings.put("round.min.results", String.valueOf(RESULTS)); // a round reads all that was sent, or none
        settings.put("round.min.new.results", String.valueOf(RESULTS));
        return settings;
    }

    static Settings config(Map<String, String> settings) {
        return TrainerSettings.CATALOGUE.resolve(List.of(SettingsSource.commandLine(settings)));
    }

    String application() {
        return stack.topicPrefix() + AccessCatalogue.DEFAULT_TRAINER_ID;
    }

    /** A function of molecules alone. */
    void declare(String function) {
        send(
                topics().functions(),
                Map.of(
                        function,
                        List.of(FunctionDeclaration.newBuilder()
                                .setName(function)
                                .setUnit("atoms")
                                .setTemplate("{bos}{SMILES}\n{function}")
                                .setDeclaredAt(Instant.now())
                                .build())));
    }

    /** The i-th molecule; no two below 1000 are the same. */
    static String smiles(int i) {
        return "C".repeat(1 + (i * 7) % 23) + "N".repeat(i % 7) + "O".repeat(1 + i / 161) + "C";
    }

    /** The same molecules each time, with a value that follows from their length. */
    void measure(String function, Instant measuredAt, IntToDoubleFunction valueOfLength) {
        List<AssayResult> results = new ArrayList<>();
        for (int i = 0; i < RESULTS; i++) {
            results.add(AssayResult.newBuilder()
                    .setResultId(function + "-" + i)
                    .setCompoundId("c" + i)
                    .setSmiles(smiles(i))
                    .setFunction(function)
                    .setRelation(Relation.EQUAL)
                    .setValue(valueOfLength.applyAsDouble(smiles(i).length()) + (i % 5) * 0.1)
                    .setUnit("atoms")
                    .setMeasuredAt(measuredAt)
                    .build());
        }
        send(topics().assayResults(), Map.of(function, results));
    }

    private <T extends SpecificRecord> void send(TopicSpec topic, Map<String, List<T>> byKey) {
        try (KafkaProducer<String, T> producer =
                connection.writer(connection.serdes().valueSerializer(), Map.of("transactional.id", "laboratory"))) {
            producer.initTransactions();
            producer.beginTransaction();
            byKey.forEach((key, values) -> values.forEach(value -> {
                var unused = producer.send(new ProducerRecord<>(topic.name(), key, value));
            }));
            producer.commitTransaction();
        }
    }

    /** What is committed, with its keys. */
    List<Map.Entry<String, TagVersion>> functionTags() {
        return read(topics().functionTags().name(), TagVersion.class);
    }

    List<Map.Entry<String, TagVersion>> history() {
        return read(topics().tagHistory().name(), TagVersion.class);
    }

    List<GateVerdict> verdicts() {
        return read(topics().gateVerdicts().name(), GateVerdict.class).stream()
                .map(Map.Entry::getValue)
                .toList();
    }

    /** How many results the changelog of the replay buffer holds, each counted once. */
    long buffered() {
        Map<String, Boolean> present = new TreeMap<>();
        try (TopicScan reader = connection.scan(List.of(application() + "-replay-buffer-changelog"))) {
            reader.readToGoal(record -> present.put(text(record.key()), record.value() != null));
        }
        return present.values().stream().filter(there -> there).count();
    }

    private <T extends SpecificRecord> List<Map.Entry<String, T>> read(String topic, Class<T> type) {
        List<Map.Entry<String, T>> records = new ArrayList<>();
        try (Deserializer<T> values = connection.serdes().valueDeserializer(type);
                TopicScan reader = connection.scan(List.of(topic))) {
            reader.readToGoal(
                    record -> records.add(Map.entry(text(record.key()), values.deserialize(topic, record.value()))));
        }
        return records;
    }

    private static String text(byte[] key) {
        return new String(key, StandardCharsets.UTF_8);
    }

    private Topics topics() {
        return stack.topics();
    }

    @Override
    public void close() {
        stack.close();
    }
}
