package dev.tagstream.local.endtoend;

import static dev.tagstream.client.ExampleRecords.soundDomainTag;
import static dev.tagstream.client.ExampleRecords.soundFunctionTag;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tagstream.cli.CommandRun;
import dev.tagstream.cli.terminal.ExitCode;
import dev.tagstream.client.tags.TagCatalogue;
import dev.tagstream.client.tags.TagPublisher;
import dev.tagstream.local.SharedStack;
import dev.tagstream.schemas.TagVersion;
import dev.tagstream.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that compacts the tag topics as fast as it can. */
class TagHistoryIT {
    private static final Topics TOPICS = SharedStack.topics(TagHistoryIT.class);
    private static final String FUNCTION = "Kept";
    private static final int VERSIONS = 5;

    @TempDir
    Path folder;

    private final CommandRun run = new CommandRun();

    @Test
    void holdsVersionsThatTheTopicOfTagsInUseHasForgotten() throws Exception {
        try (VerbStack stack = new VerbStack(TagHistoryIT.class, folder.resolve("stack"))) {
            String inUse = TOPICS.functionTags().name();
            compactAtOnce(stack, inUse, TOPICS.tagHistory().name());
            TagVersion molecules = soundDomainTag("SMILES", 1);
            publish(stack, molecules);
            for (int i = 1; i <= VERSIONS; i++) {
                publish(stack, soundFunctionTag(FUNCTION, "{SMILES}{function}", i, molecules));
            }
            Awaitility.await("the broker has compacted " + inUse)
                    .atMost(Duration.ofMinutes(3))
                    .until(() -> stack.values(TOPICS.functionTags(), TagVersion.class).stream()
                            .noneMatch(version -> version.getVersion() == 1));

            assertThat(stack.run(run, "tags", "history", FUNCTION, "--json"))
                    .as(run.err())
                    .isEqualTo(ExitCode.DONE);
            JsonNode history = new ObjectMapper().readTree(run.out());
            assertThat(history.findValuesAsText("version")).containsExactly("1", "2", "3", "4", "5");
            assertThat(stack.run(run, "tags", "rollback", FUNCTION, "1"))
                    .as(run.err())
                    .isEqualTo(ExitCode.DONE);
            TagVersion back =
                    TagCatalogue.read(stack.connection()).function(FUNCTION).orElseThrow();
            assertThat(back.getVersion()).isEqualTo(VERSIONS + 1);
            assertThat(back.getSha256())
                    .isEqualTo(soundFunctionTag(FUNCTION, "{SMILES}{function}", 1, molecules)
                            .getSha256());
        }
    }

    /** Every record in a segment of its own, since the last one is never compacted. */
    private static void compactAtOnce(VerbStack stack, String... topics) throws Exception {
        try (Admin admin = stack.connection().admin()) {
            for (String topic : topics) {
                admin.incrementalAlterConfigs(Map.of(
                                new ConfigResource(ConfigResource.Type.TOPIC, topic),
                                List.of(set("segment.ms", "1"), set("min.cleanable.dirty.ratio", "0.0"))))
                        .all()
                        .get();
            }
        }
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    }

    private static void publish(VerbStack stack, TagVersion version) {
        assertThat(new TagPublisher(stack.connection()).publish(List.of(version)))
                .hasSize(1);
    }
}
