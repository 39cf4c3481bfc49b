package dev.tagstream.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

class TopicsTest {
    private static final Path PAGE = Path.of("..", "docs", "topics.md");

    private final Topics topics = Topics.withPrefix("");

    @Test
    void putsThePrefixBeforeEveryName() {
        assertThat(Topics.withPrefix("acme.").all())
                .extracting(TopicSpec::name)
                .containsExactly(
                        "acme.screening-requests",
                        "acme.interactive-requests",
                        "acme.predictions",
                        "acme.rejected-records",
                        "acme.assay-results",
                        "acme.domain-tags",
                        "acme.function-tags",
                        "acme.tag-history",
                        "acme.functions",
                        "acme.gate-verdicts",
                        "acme.shadow-tags",
                        "acme.shadow-predictions",
                        "acme.accepted-results",
                        "acme.live-accuracy");
    }

    @Test
    void refusesAPrefixThatKafkaWould() {
        assertThatThrownBy(() -> Topics.withPrefix("a/b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"a/b\"");
    }

    @Test
    void keepsTheLastVersionOfEachTagAndAllOfTheHistory() {
        assertThat(topics.functionTags().configs())
                .containsEntry("cleanup.policy", "compact")
                .containsEntry("max.message.bytes", "8388608");
        assertThat(topics.tagHistory().configs())
                .containsEntry("cleanup.policy", "delete")
                .containsEntry("retention.ms", "-1");
    }

    @Test
    void countsRetentionOfOutputsFromTheBrokersClock() {
        assertThat(topics.predictions().configs()).containsEntry("message.timestamp.type", "LogAppendTime");
        assertThat(topics.rejectedRecords().configs()).containsEntry("message.timestamp.type", "LogAppendTime");
        assertThat(topics.screeningRequests().configs())
                .containsEntry("message.timestamp.type", "CreateTime")
                .containsEntry("retention.ms", "604800000");
    }

    @Test
    void takesTheCallersPartitionsExceptWhereOneOrderMatters() {
        short one = 1;
        assertThat(topics.predictions().newTopic(one).numPartitions()).isEqualTo(12);
        assertThat(topics.predictions().newTopic(3, one).numPartitions()).isEqualTo(3);
        assertThat(topics.functionTags().newTopic(3, one).numPartitions()).isEqualTo(1);
    }

    @Test
    void asksForTwoReplicasInSyncWhereThereAreThree() {
        NewTopic single = topics.predictions().newTopic((short) 1);
        NewTopic replicated = topics.predictions().newTopic((short) 3);

        assertThat(single.configs()).containsEntry("min.insync.replicas", "1");
        assertThat(replicated.configs()).containsEntry("min.insync.replicas", "2");
    }

    @Test
    void isPrintedInTheDocumentation() throws Exception {
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(PAGE, topics.markdown());
        }
        assertThat(PAGE).as("print it anew with -Ddocs.write=true").content().isEqualTo(topics.markdown());
    }
}
