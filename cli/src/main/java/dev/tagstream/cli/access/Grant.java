package dev.tagstream.cli.access;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * One thing that a role may do.
 *
 * @param name of the resource, or what its name begins with where {@code pattern} says so
 */
public record Grant(ResourceType resource, PatternType pattern, String name, List<AclOperation> operations) {
    public Grant {
        operations = List.copyOf(operations);
    }

    static Grant topic(String name, AclOperation... operations) {
        return new Grant(ResourceType.TOPIC, PatternType.LITERAL, name, List.of(operations));
    }

    static Grant group(String name, AclOperation... operations) {
        return new Grant(ResourceType.GROUP, PatternType.LITERAL, name, List.of(operations));
    }

    /** A client makes such names up of this start and something random. */
    static Grant transactions(String start) {
        return new Grant(ResourceType.TRANSACTIONAL_ID, PatternType.PREFIXED, start, List.of(AclOperation.WRITE));
    }

    /** As Kafka keeps it. */
    public Stream<AclBinding> bindings(String principal, String host) {
        return operations.stream()
                .map(operation -> new AclBinding(
                        new ResourcePattern(resource, name, pattern),
                        new AccessControlEntry(principal, host, operation, AclPermissionType.ALLOW)));
    }

    /** For instance {@code transactional id}. */
    public String resourceText() {
        return resource.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** With a star behind what is only a start. */
    public String nameText() {
        return pattern == PatternType.PREFIXED ? name + "*" : name;
    }

    /** For instance {@code read, write}. */
    public String operationsText() {
        return String.join(", ", operations.stream().map(Grant::text).toList());
    }

    /** For instance {@code describe configs}. */
    public static String text(AclOperation operation) {
        return operation.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
