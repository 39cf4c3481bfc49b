package dev.tagstream.cli.doctor;

import dev.tagstream.cli.access.Role;
import dev.tagstream.cli.doctor.TopicState.Presence;
import dev.tagstream.client.KafkaTrouble;
import dev.tagstream.client.TagstreamException;
import dev.tagstream.common.kafka.BrokerAnswer;
import dev.tagstream.model.engine.Hardware;
import dev.tagstream.schemas.RegisteredSchemas;
import dev.tagstream.schemas.TopicSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** Looks at everything a role stands on, one thing after the other, and tells each finding as soon as it is made. */
final class Doctor {
    private static final String BROKER = "broker";
    private static final String REGISTRY = "registry";
    private static final String TOPICS = "topics";
    private static final String RIGHTS = "rights";
    private static final String TAGS = "tags";
    private static final String NO_BROKER = "no broker answers";

    private final DoctorSubject subject;
    private final DoctorReport report;

    Doctor(DoctorSubject subject, DoctorReport report) {
        this.subject = subject;
        this.report = report;
    }

    void look() {
        report.add(JavaCheck.look(Hardware.memoryBytes("cpu")));
        boolean broker = add(BROKER, this::broker);
        boolean registry = add(REGISTRY, this::registry);
        boolean topics = broker && addAll(TOPICS, this::topics);
        if (broker) {
            addAll(RIGHTS, this::rights);
        } else {
            report.add(Finding.notLookedAt(TOPICS, NO_BROKER));
            report.add(Finding.notLookedAt(RIGHTS, NO_BROKER));
        }
        subject.service().ifPresent(service -> lookAtService(service, broker && registry && topics));
    }

    private void lookAtService(DoctorSubject.Service service, boolean readable) {
        ModelCheck model = ModelCheck.look(service.modelDir());
        report.add(model.finding());
        service.engines().forEach(engine -> report.add(DeviceCheck.look(engine, model.facts())));
        if (readable && model.facts().isPresent()) {
            ModelFacts facts = model.facts().get();
            addAll(TAGS, () -> TagCheck.look(subject.connection(), facts));
        } else {
            report.add(Finding.notLookedAt(
                    TAGS,
                    readable ? "the model can't be read" : "brokers, topics or registry are not as they must be"));
        }
        report.add(StateCheck.look(service.stateDir()));
    }

    private boolean add(String check, Supplier<Finding> look) {
        return addAll(check, () -> List.of(look.get()));
    }

    /** What keeps it from being looked at is the finding, then; false if anything is wrong. */
    private boolean addAll(String check, Supplier<List<Finding>> look) {
        List<Finding> findings;
        try {
            findings = look.get();
        } catch (TagstreamException e) {
            findings = List.of(wrong(check, String.valueOf(e.getMessage())));
        } catch (KafkaException e) {
            findings = List.of(wrong(check, KafkaTrouble.sentence(e).orElseGet(() -> String.valueOf(e.getMessage()))));
        }
        findings.forEach(report::add);
        return findings.stream().noneMatch(finding -> finding.level() == Level.WRONG);
    }

    /** @param told what is wrong, and the remedy behind its first sentence */
    private static Finding wrong(String check, String told) {
        int end = told.indexOf(". ");
        return end < 0
                ? Finding.wrong(check, told, "The line before says what to look at.")
                : Finding.wrong(check, told.substring(0, end), told.substring(end + 2));
    }

    private Finding broker() {
        subject.connection().checkKafka();
        try (Admin admin = subject.connection().admin()) {
            int brokers = BrokerAnswer.await(admin.describeCluster().nodes()).size();
            return Finding.ok(
                    BROKER,
                    "%d %s of the cluster behind %s"
                            .formatted(
                                    brokers,
                                    brokers == 1 ? "broker" : "brokers",
                                    subject.connection().bootstrapServers()));
        }
    }

    private Finding registry() {
        subject.connection().checkRegistry();
        List<TopicSpec> topics = subject.connection().topics().all();
        try (RegisteredSchemas registered = subject.connection().serdes().registered()) {
            List<TopicSpec> refused = registered.refused(topics);
            if (!refused.isEmpty()) {
                return Finding.wrong(
                        REGISTRY,
                        "%s holds schemas that this version's are not compatible with: %s"
                                .formatted(
                                        subject.connection().registryUrl(),
                                        refused.stream().map(TopicSpec::name).collect(Collectors.joining(", "))),
                        "Start the version that they are of, or give this installation a --topic-prefix of its own.");
            }
            return Finding.ok(
                    REGISTRY,
                    "%s, %d subjects"
                            .formatted(
                                    subject.connection().registryUrl(),
                                    registered.subjects().size()));
        }
    }

    private List<Finding> topics() {
        Set<String> own = subject.rights().grants(subject.role()).stream()
                .map(grant -> grant.name())
                .collect(Collectors.toSet());
        List<TopicSpec> specs = subject.connection().topics().all().stream()
                .filter(spec -> own.contains(spec.name()))
                .toList();
        List<TopicState> states;
        try (Admin admin = subject.connection().admin()) {
            states = TopicSurvey.of(admin, subject.connection().topics(), specs);
        }
        List<Finding> findings = new ArrayList<>();
        missing(states).ifPresent(findings::add);
        for (TopicState state : states) {
            state.differences().forEach(difference -> findings.add(finding(state, difference)));
        }
        long there = states.stream()
                .filter(state -> state.presence() == Presence.PRESENT)
                .count();
        long settings = states.stream().filter(TopicState::settingsSeen).count();
        if (there == 0 && findings.isEmpty()) {
            findings.add(Finding.warning(TOPICS, "none is shown to this login", "See what is said of rights."));
        } else if (findings.isEmpty()) {
            findings.add(
                    Finding.ok(
                            TOPICS,
                            "%d of the %d that a %s uses are there, %s"
                                    .formatted(
                                            there,
                                            specs.size(),
                                            subject.role(),
                                            settings == there
                                                    ? "as the catalogue says"
                                                    : "with settings that this login is not shown: see `tagstream topics describe`")));
        }
        return findings;
    }

    private static Optional<Finding> missing(List<TopicState> states) {
        List<String> missing = states.stream()
                .filter(state -> state.presence() == Presence.MISSING)
                .map(state -> state.spec().name())
                .toList();
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(Finding.wrong(
                        TOPICS,
                        "missing: " + String.join(", ", missing),
                        "`tagstream topics create` makes them; if they have a prefix, give --topic-prefix."));
    }

    private static Finding finding(TopicState state, TopicDifference difference) {
        return new Finding(
                TOPICS,
                difference.level(),
                "of %s, %s".formatted(state.spec().name(), difference.told()),
                difference.remedy());
    }

    private List<Finding> rights() {
        Role role = subject.role();
        try (Admin admin = subject.connection().admin()) {
            List<String> missing =
                    new RightsCheck(admin).missing(subject.rights().grants(role));
            return List.of(
                    missing.isEmpty()
                            ? Finding.ok(RIGHTS, "this login may do what a %s does".formatted(role))
                            : Finding.wrong(
                                    RIGHTS,
                                    "this login may not: " + String.join("; ", missing),
                                    "`tagstream acls apply --role %s --principal User:NAME`, run by who may, grants them."
                                            .formatted(role)));
        }
    }
}
