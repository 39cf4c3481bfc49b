package dev.tagstream.console.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagstream.schemas.RegistryUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class TopicFollowerTest {
    private static final Instant HISTORY = Instant.EPOCH;
    private static final Node NODE = new Node(0, "localhost", 9092);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final List<String> booked = new ArrayList<>();
    private boolean registryAway;

    private TopicFollower follower(FollowedTopic.From from) {
        return new TopicFollower(consumer, List.of(new FollowedTopic("t", from, this::book)));
    }

    private void book(ConsumerRecord<byte[], byte[]> record) {
        String told = record.partition() + "@" + record.offset();
        if (registryAway && record.offset() % 3 == 2) {
            throw new RegistryUnavailableException("away", new IllegalStateException("away"));
        }
        if (record.value().length == 0) {
            throw new SerializationException("not ours");
        }
        booked.add(told);
    }

    private void partitions(int count, long begin, long end) {
        consumer.updatePartitions(
                "t",
                IntStream.range(0, count)
                        .mapToObj(i -> new PartitionInfo("t", i, NODE, new Node[] {NODE}, new Node[] {NODE}))
                        .toList());
        for (int i = 0; i < count; i++) {
            consumer.updateBeginningOffsets(Map.of(new TopicPartition("t", i), begin));
            consumer.updateEndOffsets(Map.of(new TopicPartition("t", i), end));
        }
    }

    private void record(int partition, long offset, byte... value) {
        consumer.addRecord(new ConsumerRecord<>("t", partition, offset, null, value));
    }

    @Test
    void handsOnEveryRecordOnceAlthoughTheRegistryGoesAwayBetweenThem() {
        TopicFollower follower = follower(FollowedTopic.From.BEGINNING);
        partitions(2, 0, 5);
        follower.findPartitions(HISTORY);
        sendFive();
        registryAway = true;
        assertThatThrownBy(() -> follower.poll(Duration.ZERO)).isInstanceOf(RegistryUnavailableException.class);
        assertThat(booked).hasSize(2);

        registryAway = false;
        sendFive(); // Kafka's stand-in forgets what was polled; a broker would not
        follower.poll(Duration.ZERO);

        assertThat(booked)
                .containsExactlyInAnyOrder("0@0", "0@1", "0@2", "0@3", "0@4", "1@0", "1@1", "1@2", "1@3", "1@4");
    }

    private void sendFive() {
        for (int partition = 0; partition < 2; partition++) {
            long position = consumer.position(new TopicPartition("t", partition));
            for (long offset = position; offset < 5; offset++) {
                record(partition, offset, (byte) 1);
            }
        }
    }

    @Test
    void countsWhatIsNoneOfOursAndGoesOn() {
        TopicFollower follower = follower(FollowedTopic.From.BEGINNING);
        partitions(1, 0, 2);
        follower.findPartitions(HISTORY);
        record(0, 0);
        record(0, 1, (byte) 1);
        follower.poll(Duration.ZERO);

        assertThat(follower.unreadable()).isEqualTo(1);
        assertThat(booked).containsExactly("0@1");
    }

    @Test
    void readsTheLastOfATopicThatMayHoldMuch() {
        TopicFollower follower = follower(FollowedTopic.From.LAST);
        partitions(1, 10, 1_000);
        follower.findPartitions(HISTORY);

        assertThat(consumer.position(new TopicPartition("t", 0))).isEqualTo(872);
    }

    @Test
    void keepsItsPlaceWhenPartitionsAreAddedAndReadsTheseFromTheirBeginning() {
        TopicFollower follower = follower(FollowedTopic.From.LAST);
        partitions(1, 0, 1_000);
        follower.findPartitions(HISTORY);
        partitions(2, 0, 1_000);
        follower.findPartitions(HISTORY);

        assertThat(consumer.position(new TopicPartition("t", 0))).isEqualTo(872);
        assertThat(consumer.position(new TopicPartition("t", 1))).isZero();
    }
}
