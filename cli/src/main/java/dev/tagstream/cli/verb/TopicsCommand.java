package dev.tagstream.cli.verb;

import dev.tagstream.cli.local.MissingTopics;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tagstream topics}: makes the topics of an installation. */
@Command(
        name = "topics",
        description = "Make the topics that everything else needs, with the settings of docs/topics.md.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "VERB",
        commandListHeading = "%nVerbs:%n")
final class TopicsCommand {
    private static final int USUAL_REPLICAS = 3;

    @Spec
    CommandSpec spec;

    @Command(
            name = "create",
            description = "Create the topics that are absent; those that exist stay as they are.",
            mixinStandardHelpOptions = true,
            sortOptions = false)
    int create(
            @Option(
                            names = "--partitions",
                            paramLabel = "N",
                            defaultValue = "12",
                            description = "Of each topic whose number is not fixed. Default: ${DEFAULT-VALUE}.")
                    int partitions,
            @Option(
                            names = "--replicas",
                            paramLabel = "N",
                            description = "Brokers that keep each record. Default: 3, or as many as there are.")
                    Optional<Short> replicas,
            @Mixin ConnectionOptions options) {
        Terminal terminal = Terminal.of(spec.commandLine());
        KafkaConnection connection = options.settle(System.getenv());
        connection.checkKafka();
        try (Admin admin = connection.admin()) {
            List<String> created = MissingTopics.create(
                    admin, connection.topics(), partitions, replicas.orElseGet(() -> usualReplicas(admin)));
            created.forEach(terminal::print);
            terminal.note("%d topics created".formatted(created.size()));
        }
        return ExitCode.DONE;
    }

    private static short usualReplicas(Admin admin) {
        try {
            return (short) Math.min(
                    USUAL_REPLICAS, admin.describeCluster().nodes().get().size());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new VerbFailedException("Interrupted.", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
        }
    }
}
