package dev.tagstream.cli.tags;

import dev.tagstream.cli.options.ConnectionOptions;
import dev.tagstream.cli.terminal.ExitCode;
import dev.tagstream.cli.terminal.Table;
import dev.tagstream.cli.terminal.TableJson;
import dev.tagstream.cli.terminal.Terminal;
import dev.tagstream.client.KafkaConnection;
import dev.tagstream.schemas.TagVersion;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every verb of one tag takes: a connection, and how to print. */
final class TagVerb {
    @Spec(Spec.Target.MIXEE)
    CommandSpec spec;

    @Option(names = "--json", description = "Print the outcome as JSON, hashes in full.")
    boolean json;

    @Mixin
    ConnectionOptions options = new ConnectionOptions();

    Terminal terminal() {
        return Terminal.of(spec.commandLine());
    }

    KafkaConnection connect() {
        return options.connect();
    }

    void print(Table table) {
        if (json) {
            terminal().print(TableJson.of(table));
        } else {
            terminal().print(table);
        }
    }

    int print(TagVersion version) {
        print(TagTables.of(json).published(List.of(version)));
        return ExitCode.DONE;
    }
}
