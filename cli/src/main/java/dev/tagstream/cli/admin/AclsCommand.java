package dev.tagstream.cli.admin;

import dev.tagstream.cli.access.AccessCatalogue;
import dev.tagstream.cli.access.Grant;
import dev.tagstream.cli.access.Role;
import dev.tagstream.cli.options.ConnectionOptions;
import dev.tagstream.cli.terminal.ExitCode;
import dev.tagstream.cli.terminal.Table;
import dev.tagstream.cli.terminal.Table.Column;
import dev.tagstream.cli.terminal.TableJson;
import dev.tagstream.cli.terminal.Terminal;
import dev.tagstream.client.KafkaConnection;
import dev.tagstream.client.TagstreamException;
import dev.tagstream.common.kafka.BrokerAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tagstream acls}: the least rights of each role, printed and granted. */
@Command(
        name = "acls",
        description = {
            "Print or grant the least that each role needs on brokers that allow nothing by themselves.",
            "Roles are processor, trainer, client, laboratory, curator and topics; docs/acls.md says what each does."
        },
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "VERB",
        commandListHeading = "%nVerbs:%n")
public final class AclsCommand {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LOOK = Duration.ofMillis(50);

    @Spec
    CommandSpec spec;

    /** Names that the rights are for. */
    static final class Names {
        @Option(
                names = "--role",
                paramLabel = "ROLE",
                description = "processor, trainer, client, laboratory, curator or topics; several with commas.",
                split = ",",
                required = true)
        List<Role> roles = new ArrayList<>();

        @Option(
                names = "--processor-id",
                paramLabel = "ID",
                defaultValue = AccessCatalogue.DEFAULT_PROCESSOR_ID,
                description = "The processors' application.id. Default: ${DEFAULT-VALUE}.")
        String processorId;

        @Option(
                names = "--trainer-id",
                paramLabel = "ID",
                defaultValue = AccessCatalogue.DEFAULT_TRAINER_ID,
                description = "The trainers' application.id. Default: ${DEFAULT-VALUE}.")
        String trainerId;

        List<Grant> grants(KafkaConnection connection) {
            AccessCatalogue catalogue = new AccessCatalogue(connection.topics(), processorId, trainerId);
            return roles.stream()
                    .flatMap(role -> catalogue.grants(role).stream())
                    .distinct()
                    .toList();
        }
    }

    /** Whom the rights are for. */
    static final class Holder {
        @Option(
                names = "--principal",
                paramLabel = "USER",
                description = "Who gets them, as the broker names a login, for instance User:screening.",
                required = true)
        String principal;

        @Option(
                names = "--host",
                paramLabel = "ADDRESS",
                defaultValue = "*",
                description = "From where; * for anywhere. Default: ${DEFAULT-VALUE}.")
        String host;

        List<AclBinding> bindings(List<Grant> grants) {
            if (!principal.matches("[A-Za-z]+:.+")) {
                throw new TagstreamException("%s is no principal: write User:%s, say.".formatted(principal, principal));
            }
            return grants.stream()
                    .flatMap(grant -> grant.bindings(principal, host))
                    .distinct()
                    .toList();
        }
    }

    @Command(
            name = "print",
            description = "Print the rights of roles. Asks no broker.",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            footer = {"  tagstream acls print --role processor,client --topic-prefix acme."})
    int print(
            @Mixin Names names,
            @Option(names = "--json", description = "Print them as JSON.") boolean json,
            @Mixin ConnectionOptions options) {
        Table table = new Table(List.of(
                Column.text("resource", "RESOURCE"),
                Column.text("pattern", "PATTERN"),
                Column.text("name", "NAME"),
                Column.text("operations", "OPERATIONS")));
        for (Grant grant : names.grants(options.settle(System.getenv()))) {
            table.row(List.of(grant.resourceText(), grant.pattern().name(), grant.name(), grant.operationsText()));
        }
        Terminal terminal = Terminal.of(spec.commandLine());
        if (json) {
            terminal.print(TableJson.of(table));
        } else {
            terminal.print(table);
        }
        return ExitCode.DONE;
    }

    @Command(
            name = "apply",
            description = {
                "Grant the rights of roles to a login. The login that runs this may alter the cluster's ACLs.",
                "What is granted already is left alone, and nothing else is taken away."
            },
            mixinStandardHelpOptions = true,
            sortOptions = false,
            footer = {
                "  tagstream acls apply --role processor --principal User:screening --command-config admin.properties"
            })
    int apply(@Mixin Names names, @Mixin Holder holder, @Mixin ConnectionOptions options) {
        KafkaConnection connection = options.settle(System.getenv());
        List<AclBinding> bindings = holder.bindings(names.grants(connection));
        connection.checkKafka();
        try (Admin admin = connection.admin()) {
            BrokerAnswer.await(admin.createAcls(bindings).all());
            awaitInForce(admin, holder.principal, there -> there.containsAll(bindings));
        }
        Terminal.of(spec.commandLine()).note("%s may do %d things".formatted(holder.principal, bindings.size()));
        return ExitCode.DONE;
    }

    @Command(
            name = "revoke",
            description = "Take the rights of roles away from a login.",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            footer = {"  tagstream acls revoke --role client --principal User:former"})
    int revoke(@Mixin Names names, @Mixin Holder holder, @Mixin ConnectionOptions options) {
        KafkaConnection connection = options.settle(System.getenv());
        List<AclBinding> bindings = holder.bindings(names.grants(connection));
        List<AclBindingFilter> filters =
                bindings.stream().map(AclBinding::toFilter).toList();
        connection.checkKafka();
        try (Admin admin = connection.admin()) {
            int revoked = BrokerAnswer.await(admin.deleteAcls(filters).all()).size();
            awaitInForce(admin, holder.principal, there -> Collections.disjoint(there, bindings));
            Terminal.of(spec.commandLine()).note("%d rights taken away from %s".formatted(revoked, holder.principal));
        }
        return ExitCode.DONE;
    }

    /** A broker answers before all act on it; what comes next in a script should find it done. */
    private static void awaitInForce(Admin admin, String principal, Predicate<Collection<AclBinding>> done) {
        AclBindingFilter ofPrincipal = new AclBindingFilter(
                ResourcePatternFilter.ANY,
                new AccessControlEntryFilter(principal, null, AclOperation.ANY, AclPermissionType.ANY));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (!done.test(BrokerAnswer.await(admin.describeAcls(ofPrincipal).values()))
                    && System.nanoTime() < deadline) {
                Thread.sleep(LOOK.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
