package dev.tagstream.cli.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagstream.cli.doctor.TopicDifference;
import dev.tagstream.cli.doctor.TopicState;
import dev.tagstream.cli.doctor.TopicState.Presence;
import dev.tagstream.cli.doctor.TopicSurvey;
import dev.tagstream.cli.options.ConnectionOptions;
import dev.tagstream.cli.terminal.ExitCode;
import dev.tagstream.cli.terminal.Terminal;
import dev.tagstream.client.KafkaConnection;
import dev.tagstream.schemas.TopicSpec;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tagstream topics create}: makes the topics that are absent. */
@Command(
        name = "create",
        description = {
            "Create the topics that are absent; those that exist stay as they are, and running it again does nothing more.",
            "With --fix-settings, settings of existing topics that differ from docs/topics.md are set to what it says."
        },
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        sortOptions = false,
        footer = {
            "  tagstream topics create --partitions 24 --replicas 3 --dry-run",
            "  tagstream topics create --bootstrap-server kafka:9092 --fix-settings"
        })
final class TopicsCreateCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "12",
            description = "Of each topic whose number is not fixed. Default: ${DEFAULT-VALUE}.")
    int partitions;

    @Option(
            names = "--replicas",
            paramLabel = "N",
            description = "Brokers that keep each record. Default: 3, or as many as there are.")
    Optional<Short> replicas = Optional.empty();

    @Option(names = "--fix-settings", description = "Also set what differs in topics that exist.")
    boolean fixSettings;

    @Option(names = "--dry-run", description = "Print what would be done, and do nothing.")
    boolean dryRun;

    @Option(names = "--json", description = "Print it as JSON.")
    boolean json;

    @Mixin
    ConnectionOptions options;

    /** What is to be done. */
    private record Plan(List<NewTopic> created, List<TopicState> fixed) {}

    @Override
    public Integer call() {
        KafkaConnection connection = options.settle(System.getenv());
        connection.checkKafka();
        try (Admin admin = connection.admin()) {
            short factor = replicas.orElseGet(() -> (short) TopicSurvey.usualReplicas(admin));
            Plan plan = dryRun ? planned(admin, connection, factor) : done(admin, connection, factor);
            tell(plan);
        }
        return ExitCode.DONE;
    }

    private Plan planned(Admin admin, KafkaConnection connection, short factor) {
        List<TopicState> states = TopicSurvey.of(admin, connection.topics());
        return new Plan(
                states.stream()
                        .filter(state -> state.presence() != Presence.PRESENT)
                        .map(state -> state.spec().newTopic(partitions, factor))
                        .toList(),
                fixSettings ? TopicSurvey.withFixableSettings(states) : List.of());
    }

    private Plan done(Admin admin, KafkaConnection connection, short factor) {
        List<TopicState> fixed =
                fixSettings ? TopicSurvey.fixSettings(admin, TopicSurvey.of(admin, connection.topics())) : List.of();
        List<String> created = MissingTopics.create(admin, connection.topics(), partitions, factor);
        return new Plan(
                connection.topics().all().stream()
                        .filter(topic -> created.contains(topic.name()))
                        .map((TopicSpec topic) -> topic.newTopic(partitions, factor))
                        .toList(),
                fixed);
    }

    private void tell(Plan plan) {
        Terminal terminal = Terminal.of(spec.commandLine());
        if (json) {
            terminal.print(asJson(plan));
            return;
        }
        plan.created().forEach(topic -> terminal.print(dryRun ? inFull(topic) : topic.name()));
        plan.fixed()
                .forEach(state -> terminal.print("%s: set %s"
                        .formatted(
                                state.spec().name(),
                                state.settable().stream()
                                        .map(difference -> difference.what() + "=" + difference.wanted())
                                        .collect(Collectors.joining(", ")))));
        terminal.note("%d topics %s".formatted(plan.created().size(), dryRun ? "would be created" : "created"));
        if (fixSettings) {
            terminal.note("%d topics %s other settings".formatted(plan.fixed().size(), dryRun ? "would get" : "got"));
        }
    }

    private static String inFull(NewTopic topic) {
        return "%s: %d partitions, %d replicas, %s"
                .formatted(
                        topic.name(),
                        topic.numPartitions(),
                        topic.replicationFactor(),
                        new TreeMap<>(topic.configs())
                                .entrySet().stream()
                                        .map(setting -> setting.getKey() + "=" + setting.getValue())
                                        .collect(Collectors.joining(", ")));
    }

    private ObjectNode asJson(Plan plan) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("dryRun", dryRun);
        var created = document.putArray("created");
        for (NewTopic topic : plan.created()) {
            ObjectNode settings = created.addObject()
                    .put("topic", topic.name())
                    .put("partitions", topic.numPartitions())
                    .put("replicas", topic.replicationFactor())
                    .putObject("settings");
            new TreeMap<>(topic.configs()).forEach(settings::put);
        }
        var fixed = document.putArray("settingsFixed");
        for (TopicState state : plan.fixed()) {
            ObjectNode settings =
                    fixed.addObject().put("topic", state.spec().name()).putObject("settings");
            for (TopicDifference difference : state.settable()) {
                settings.put(difference.what(), difference.wanted());
            }
        }
        return document;
    }
}
