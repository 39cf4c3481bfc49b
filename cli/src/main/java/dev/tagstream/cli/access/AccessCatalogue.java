package dev.tagstream.cli.access;

import static org.apache.kafka.common.acl.AclOperation.ALTER_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;

import dev.tagstream.client.tags.TagTransaction;
import dev.tagstream.schemas.RequestLane;
import dev.tagstream.schemas.TopicSpec;
import dev.tagstream.schemas.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The rights of each role in one installation. Topics stand by their whole names, so that nobody gets at those of another prefix.
 *
 * @param processorId the processors' {@code application.id}
 * @param trainerId the trainers'
 */
public record AccessCatalogue(Topics topics, String processorId, String trainerId) {
    public static final String DEFAULT_PROCESSOR_ID = "tagstream-processor";
    public static final String DEFAULT_TRAINER_ID = "tagstream-trainer";

    /** Names of the stores that have a changelog, of each lane of the processor; the topology's test pages have the same. */
    static final List<String> PROCESSOR_STORES = List.of("pending");

    static final List<String> TRAINER_STORES =
            List.of("replay-buffer", "learning-states", "predicted-pairs", "predicted-order", "accuracy-sums");

    /** The least that a role needs. */
    public List<Grant> grants(Role role) {
        return switch (role) {
            case PROCESSOR -> processor();
            case TRAINER -> trainer();
            case CLIENT -> client();
            case LABORATORY -> laboratory();
            case CURATOR -> curator();
            case CONSOLE -> console();
            case TOPICS ->
                topics.all().stream()
                        .map(topic -> Grant.topic(topic.name(), CREATE, DESCRIBE, DESCRIBE_CONFIGS, ALTER_CONFIGS))
                        .toList();
        };
    }

    private List<Grant> processor() {
        List<Grant> grants = new ArrayList<>();
        add(grants, reading(topics.screeningRequests(), topics.interactiveRequests()));
        add(grants, reading(topics.domainTags(), topics.functionTags(), topics.shadowTags(), topics.tagHistory()));
        add(grants, writing(topics.predictions(), topics.shadowPredictions(), topics.rejectedRecords()));
        add(grants, lanes().map(id -> Grant.group(id, READ)));
        grants.add(Grant.transactions(processorId + "-"));
        add(grants, lanes().flatMap(id -> changelogs(id, PROCESSOR_STORES)));
        return grants;
    }

    private List<Grant> trainer() {
        List<Grant> grants = new ArrayList<>();
        add(grants, reading(topics.assayResults(), topics.domainTags(), topics.functions()));
        add(grants, reading(topics.predictions(), topics.shadowPredictions()));
        add(
                grants,
                Stream.of(topics.functionTags(), topics.tagHistory(), topics.acceptedResults())
                        .map(topic -> Grant.topic(topic.name(), READ, WRITE)));
        add(grants, writing(topics.shadowTags(), topics.gateVerdicts()));
        add(grants, writing(topics.rejectedRecords(), topics.liveAccuracy()));
        add(grants, service(trainerId, TRAINER_STORES));
        return grants;
    }

    private List<Grant> client() {
        List<Grant> grants = new ArrayList<>();
        add(
                grants,
                Stream.of(topics.screeningRequests(), topics.interactiveRequests())
                        .map(topic -> Grant.topic(topic.name(), READ, WRITE)));
        add(grants, reading(topics.predictions(), topics.rejectedRecords(), topics.assayResults()));
        add(grants, reading(topics.domainTags(), topics.functionTags(), topics.tagHistory(), topics.functions()));
        add(grants, reading(topics.shadowTags(), topics.gateVerdicts(), topics.liveAccuracy()));
        add(grants, lanes().flatMap(id -> PROCESSOR_STORES.stream()
                .map(store -> Grant.topic(changelog(id, store), READ))));
        add(grants, lanes().map(id -> Grant.group(id, DESCRIBE)));
        return grants;
    }

    private List<Grant> laboratory() {
        List<Grant> grants = new ArrayList<>();
        add(grants, writing(topics.assayResults()));
        add(grants, reading(topics.domainTags(), topics.functionTags(), topics.functions(), topics.gateVerdicts()));
        return grants;
    }

    private List<Grant> curator() {
        List<Grant> grants = new ArrayList<>();
        add(
                grants,
                Stream.of(
                                topics.domainTags(),
                                topics.functionTags(),
                                topics.tagHistory(),
                                topics.functions(),
                                topics.shadowTags())
                        .map(topic -> Grant.topic(topic.name(), READ, WRITE)));
        add(grants, reading(topics.gateVerdicts(), topics.liveAccuracy()));
        grants.add(Grant.transactions(TagTransaction.TRANSACTIONAL_ID_PREFIX));
        return grants;
    }

    private List<Grant> console() {
        List<Grant> grants = new ArrayList<>();
        add(grants, reading(topics.screeningRequests(), topics.interactiveRequests()));
        add(grants, reading(topics.predictions(), topics.rejectedRecords()));
        add(grants, reading(topics.functionTags(), topics.tagHistory(), topics.gateVerdicts(), topics.liveAccuracy()));
        add(grants, lanes().map(id -> Grant.group(id, DESCRIBE)));
        return grants;
    }

    /** What Kafka Streams does for itself: its group, its transactions, and the changelogs of its stores. */
    private static Stream<Grant> service(String applicationId, List<String> stores) {
        return Stream.concat(
                Stream.of(Grant.group(applicationId, READ), Grant.transactions(applicationId + "-")),
                changelogs(applicationId, stores));
    }

    private static Stream<Grant> changelogs(String applicationId, List<String> stores) {
        return stores.stream().map(store -> Grant.topic(changelog(applicationId, store), CREATE, READ, WRITE));
    }

    /** Names under which the processors' lanes work; both begin as their transactions do. */
    private Stream<String> lanes() {
        return Stream.of(RequestLane.BULK, RequestLane.INTERACTIVE).map(lane -> lane.applicationId(processorId));
    }

    private static String changelog(String applicationId, String store) {
        return "%s-%s-changelog".formatted(applicationId, store);
    }

    private static Stream<Grant> reading(TopicSpec... topics) {
        return Stream.of(topics).map(topic -> Grant.topic(topic.name(), READ));
    }

    private static Stream<Grant> writing(TopicSpec... topics) {
        return Stream.of(topics).map(topic -> Grant.topic(topic.name(), WRITE));
    }

    private static void add(List<Grant> grants, Stream<Grant> more) {
        more.forEach(grants::add);
    }

    /** The catalogue as a page for people, {@code docs/acls.md}. */
    public String markdown() {
        StringBuilder page = new StringBuilder("""
                # Rights

                Printed from the catalogue `dev.tagstream.cli.access.AccessCatalogue`; a test compares this page with it, and another
                runs each role with exactly these rights on a broker that grants nothing else. Names stand without the
                installation's prefix and with the default `application.id`s; a star stands for any end. Reading and writing include
                seeing that a topic is there. `tagstream acls print` prints the same for your names, `tagstream acls apply` grants it.
                """);
        for (Role role : Role.values()) {
            page.append("\n## %s\n\n%s\n\n| resource | name | allowed |\n|---|---|---|\n".formatted(role, role.doc()));
            grants(role)
                    .forEach(grant -> page.append("| %s | `%s` | %s |\n"
                            .formatted(grant.resourceText(), grant.nameText(), grant.operationsText())));
        }
        return page.toString();
    }
}
