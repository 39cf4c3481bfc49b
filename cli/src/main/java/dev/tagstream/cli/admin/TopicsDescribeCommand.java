package dev.tagstream.cli.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagstream.cli.doctor.Level;
import dev.tagstream.cli.doctor.TopicDifference;
import dev.tagstream.cli.doctor.TopicState;
import dev.tagstream.cli.doctor.TopicSurvey;
import dev.tagstream.cli.options.ConnectionOptions;
import dev.tagstream.cli.terminal.ExitCode;
import dev.tagstream.cli.terminal.Table;
import dev.tagstream.cli.terminal.Table.Column;
import dev.tagstream.cli.terminal.TableJson;
import dev.tagstream.cli.terminal.Terminal;
import dev.tagstream.client.KafkaConnection;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tagstream topics describe}: compares the topics of a cluster with the catalogue. */
@Command(
        name = "describe",
        description = {
            "Compare the topics with docs/topics.md: what is missing, which number or setting is another, and what to do.",
            "Needs the rights of the role topics to see settings; without them says so and compares the rest."
        },
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every topic can be used as it is",
            "1:a topic is missing or wrong, or the brokers could not be asked",
            "2:the command line can't be understood"
        },
        footer = {
            "  tagstream topics describe --bootstrap-server kafka:9092",
            "  tagstream topics describe --topic-prefix acme. --json"
        })
final class TopicsDescribeCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Option(names = "--json", description = "Print it as JSON.")
    boolean json;

    @Mixin
    ConnectionOptions options;

    @Override
    public Integer call() {
        Terminal terminal = Terminal.of(spec.commandLine());
        KafkaConnection connection = options.settle(System.getenv());
        connection.checkKafka();
        List<TopicState> states;
        try (Admin admin = connection.admin()) {
            states = TopicSurvey.of(admin, connection.topics());
        }
        if (json) {
            terminal.print(asJson(states));
        } else {
            terminal.print(table(states));
            remarks(terminal, states);
        }
        return states.stream().anyMatch(state -> state.level() == Level.WRONG) ? ExitCode.FAILED : ExitCode.DONE;
    }

    private static Table table(List<TopicState> states) {
        Table table = new Table(List.of(
                Column.text("topic", "TOPIC"),
                Column.count("partitions", "PARTITIONS"),
                Column.count("replicas", "REPLICAS"),
                Column.text("level", "LEVEL"),
                Column.text("state", "STATE")));
        for (TopicState state : states) {
            boolean there = state.presence() == TopicState.Presence.PRESENT;
            table.row(Arrays.asList(
                    state.spec().name(),
                    there ? state.partitions() : null,
                    there ? state.replicas() : null,
                    state.level().toString(),
                    state.told()));
        }
        return table;
    }

    private static void remarks(Terminal terminal, List<TopicState> states) {
        for (TopicState state : states) {
            for (TopicDifference difference : state.differences()) {
                terminal.print("");
                terminal.print("%s: of %s, %s"
                        .formatted(difference.level(), state.spec().name(), difference.told()));
                terminal.print("  " + difference.remedy());
            }
        }
        if (states.stream().anyMatch(state -> state.presence() == TopicState.Presence.MISSING)) {
            terminal.print("");
            terminal.print("`tagstream topics create` makes what is missing.");
        }
    }

    private static ArrayNode asJson(List<TopicState> states) {
        ArrayNode rows = TableJson.of(table(states));
        for (int i = 0; i < states.size(); i++) {
            ArrayNode differences = ((ObjectNode) rows.get(i)).putArray("differences");
            for (TopicDifference difference : states.get(i).differences()) {
                differences
                        .addObject()
                        .put("level", difference.level().toString())
                        .put("what", difference.what())
                        .put("found", difference.found())
                        .put("wanted", difference.wanted())
                        .put("remedy", difference.remedy());
            }
        }
        return rows;
    }
}
