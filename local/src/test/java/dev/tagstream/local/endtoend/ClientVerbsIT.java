package dev.tagstream.local.endtoend;

import static dev.tagstream.client.ExampleRecords.TIME;
import static dev.tagstream.client.ExampleRecords.prediction;
import static dev.tagstream.client.ExampleRecords.rejection;
import static dev.tagstream.client.ExampleRecords.request;
import static dev.tagstream.client.ExampleRecords.soundDomainTag;
import static dev.tagstream.client.ExampleRecords.soundFunctionTag;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tagstream.cli.CommandRun;
import dev.tagstream.cli.terminal.ExitCode;
import dev.tagstream.client.KafkaConnection;
import dev.tagstream.client.tags.TagCatalogue;
import dev.tagstream.client.tags.TagPublisher;
import dev.tagstream.common.kafka.TopicScan;
import dev.tagstream.local.SharedStack;
import dev.tagstream.schemas.PendingRecord;
import dev.tagstream.schemas.ScreeningRequest;
import dev.tagstream.schemas.SourceCoordinates;
import dev.tagstream.schemas.TagKind;
import dev.tagstream.schemas.TagReference;
import dev.tagstream.schemas.TagVersion;
import dev.tagstream.schemas.Topics;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client verbs against a real broker and registry; the test itself writes what a processor would. */
class ClientVerbsIT {
    private static final Topics TOPICS = SharedStack.topics(ClientVerbsIT.class);
    private static final String CHANGELOG = "books-pending-changelog";

    @TempDir
    static Path folder;

    private static VerbStack stack;
    private static KafkaConnection connection;

    private final CommandRun run = new CommandRun();

    @BeforeAll
    static void start() throws Exception {
        stack = new VerbStack(ClientVerbsIT.class, folder.resolve("stack"));
        connection = stack.connection();
        write(TOPICS.domainTags().name(), "Protein", soundDomainTag("Protein", 1));
        write(TOPICS.domainTags().name(), "SMILES", soundDomainTag("SMILES", 1));
        write(TOPICS.functionTags().name(), "F", soundFunctionTag("F", "{Protein}\n{SMILES}\n{function}", 1));
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void sendsEachCompoundToAllTargetsInOrder() throws Exception {
        Path library = Files.writeString(folder.resolve("l.csv"), "id,smiles\na/1,CCO\n,CCN\nb,\n");
        Path targets = Files.writeString(folder.resolve("t.fasta"), ">T1\nMKV\n>T2\nMTV\n");
        assertThat(verb(
                        "screen",
                        library.toString(),
                        "--targets",
                        targets.toString(),
                        "--function",
                        "F",
                        "--library-id",
                        "sent"))
                .as(run.err())
                .isEqualTo(ExitCode.DONE);
        assertThat(run.out())
                .isEqualTo("Sent 4 requests (2 compounds x 2 targets) for F.\nSkipped 1 row (1 no SMILES).\n");
        assertThat(run.err()).contains(library + ":4: row b has no SMILES");
        List<ScreeningRequest> requests = requestsOf("sent");
        assertThat(requests)
                .extracting(ScreeningRequest::getRequestId)
                .containsExactlyInAnyOrder("sent/a%2F1/T1", "sent/a%2F1/T2", "sent/line-3/T1", "sent/line-3/T2")
                .containsSubsequence("sent/a%2F1/T1", "sent/a%2F1/T2")
                .containsSubsequence("sent/line-3/T1", "sent/line-3/T2");
        assertThat(requests).extracting(ScreeningRequest::getLibraryRequests).containsOnly(4L);
    }

    @Test
    void sendsNothingWithoutTheTargetsAFunctionNeeds() throws Exception {
        Path library = Files.writeString(folder.resolve("one.smi"), "CCO one\n");
        assertThat(verb("screen", library.toString(), "--function", "F", "--library-id", "untargeted"))
                .isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("F takes a protein: give targets with --targets FASTA.");
        assertThat(requestsOf("untargeted")).isEmpty();
    }

    @Test
    void writesWhatThereIsOfAnIncompleteLibraryAndSaysSo() throws Exception {
        String requests = TOPICS.screeningRequests().name();
        write(requests, "a", request("half", "a", 3, "F"));
        write(requests, "b", request("half", "b", 3, "F"));
        write(TOPICS.predictions().name(), "a", prediction("half", "a", "F", 6.5, 0));
        write(TOPICS.rejectedRecords().name(), "b", rejection("half", "b", "F", 1));
        stack.write(new ProducerRecord<>(requests, new byte[] {1, 2, 3}));
        Path out = folder.resolve("half.csv");
        assertThat(verb("results", "half", "--out", out.toString(), "--timeout", "0s"))
                .isEqualTo(ExitCode.INCOMPLETE);
        assertThat(run.out())
                .contains("received 2 = predicted 1 + rejected 1 + pending 0")
                .contains("SMILES_UNPARSEABLE");
        assertThat(run.err()).contains("Incomplete: 2 of 3 requests have arrived.", "could not be decoded");
        assertThat(Files.readAllLines(out)).hasSize(2).element(1).asString().startsWith("1,a,,F,6.5,pKi,,OCC,3,");

        write(requests, "c", request("half", "c", 3, "F"));
        write(TOPICS.predictions().name(), "c", prediction("half", "c", "F", 7.5, 2));
        write(TOPICS.predictions().name(), "c", prediction("half", "c", "F", 7.5, 2));
        assertThat(verb("results", "half", "--out", out.toString(), "--json")).isEqualTo(ExitCode.DONE);
        JsonNode summary = new ObjectMapper().readTree(run.out());
        assertThat(summary.get("complete").asBoolean()).isTrue();
        assertThat(summary.get("predicted").asInt()).isEqualTo(2);
        assertThat(summary.get("top").get(0).get("compoundId").asText()).isEqualTo("c");
        assertThat(Files.readAllLines(out)).hasSize(3);
    }

    @Test
    void namesTheLibrariesThereAreForOneThatIsNot() throws Exception {
        write(TOPICS.screeningRequests().name(), "a", request("known", "a", 1, "F"));
        int code = verb("results", "nowhere", "--out", folder.resolve("n.csv").toString());
        assertThat(code).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("There is no library nowhere; there are: ", "known");
        assertThat(folder.resolve("n.csv")).doesNotExist();
    }

    @Test
    void countsWhatWasReadAndNotAnswered() throws Exception {
        String requests = TOPICS.screeningRequests().name();
        write(requests, "lagging", request("lag", "lagging", 1, "F"));
        try (Admin admin = connection.admin()) {
            admin.createTopics(List.of(new NewTopic(CHANGELOG, 4, (short) 1)))
                    .all()
                    .get();
            admin.alterConsumerGroupOffsets("books", Map.of(new TopicPartition(requests, 0), new OffsetAndMetadata(0)))
                    .all()
                    .get();
        }
        Instant old = Instant.now().minus(Duration.ofHours(1));
        pending(1, 5, old);
        pending(1, 6, old.plusSeconds(60));
        pending(1, 7, old.minusSeconds(600));
        stack.write(new ProducerRecord<>(CHANGELOG, 1, offset(7), null));
        assertThat(verb("lag", "--group", "books", "--json")).as(run.err()).isEqualTo(ExitCode.DONE);
        JsonNode lag = new ObjectMapper().readTree(run.out());
        assertThat(lag.get("pending").asLong()).isEqualTo(2);
        assertThat(lag.get("lag").asLong()).isPositive();
        JsonNode partition = lag.get("partitions").get(1);
        assertThat(partition.get("pending").asLong()).isEqualTo(2);
        assertThat(partition.get("oldestAgeSeconds").asDouble()).isBetween(3600.0, 4190.0);
    }

    @Test
    void neverGivesANumberOfATagTwice() throws Exception {
        TagVersion domain = soundDomainTag("Ligand", 1);
        TagVersion changed = soundDomainTag("Ligand", 2);
        TagVersion function = soundFunctionTag("G", "{Ligand}{function}", 1, changed);
        TagPublisher publisher = new TagPublisher(connection);
        assertThat(publisher.publish(bundle(domain)))
                .extracting(TagVersion::getVersion)
                .containsExactly(1L);
        assertThat(publisher.publish(bundle(domain))).isEmpty();
        write(TOPICS.domainTags().name(), "Ligand", null);

        List<TagVersion> published = publisher.publish(bundle(changed, function));

        assertThat(published).extracting(TagVersion::getVersion).containsExactly(2L, 1L);
        assertThat(published.get(1).getParents()).containsExactly(new TagReference("Ligand", 2L, changed.getSha256()));
        assertThat(TagCatalogue.read(connection).find(TagKind.DOMAIN, "Ligand"))
                .hasValueSatisfying(tag -> assertThat(tag.getVersion()).isEqualTo(2));
    }

    private static List<TagVersion> bundle(TagVersion... versions) {
        return List.of(versions);
    }

    private static void pending(int partition, long offset, Instant sentAt) throws Exception {
        PendingRecord record = PendingRecord.newBuilder()
                .setSource(new SourceCoordinates(TOPICS.screeningRequests().name(), partition, offset, sentAt))
                .setValue(ByteBuffer.wrap(new byte[0]))
                .setHeaders(List.of())
                .build();
        stack.write(new ProducerRecord<>(CHANGELOG, partition, offset(offset), stack.bytes(CHANGELOG, record)));
    }

    private static byte[] offset(long offset) {
        return ByteBuffer.allocate(Long.BYTES).putLong(offset).array();
    }

    private static void write(String topic, String key, SpecificRecord value) throws Exception {
        stack.write(topic, key, value);
    }

    private static List<ScreeningRequest> requestsOf(String library) {
        List<ScreeningRequest> found = new ArrayList<>();
        String topic = TOPICS.screeningRequests().name();
        try (TopicScan reader = connection.scan(List.of(topic));
                Deserializer<ScreeningRequest> values = connection.serdes().valueDeserializer(ScreeningRequest.class)) {
            reader.readToGoal(record -> {
                if (record.value().length > 5) {
                    found.add(values.deserialize(topic, record.value()));
                }
            });
        }
        found.removeIf(request -> !request.getLibraryId().equals(library));
        assertThat(found)
                .allSatisfy(request -> assertThat(request.getSubmittedAt()).isAfter(TIME));
        return found;
    }

    private int verb(String... arguments) {
        return stack.run(run, arguments);
    }
}
