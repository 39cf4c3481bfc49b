package dev.tagstream.cli.tags;

import dev.tagstream.cli.options.ConnectionOptions;
import dev.tagstream.cli.options.ModelOptions;
import dev.tagstream.cli.terminal.ExitCode;
import dev.tagstream.cli.terminal.Table;
import dev.tagstream.cli.terminal.TableJson;
import dev.tagstream.cli.terminal.Terminal;
import dev.tagstream.client.KafkaConnection;
import dev.tagstream.client.TagstreamException;
import dev.tagstream.client.tags.FunctionCatalogue;
import dev.tagstream.client.tags.ShadowTags;
import dev.tagstream.client.tags.TagPublisher;
import dev.tagstream.model.engine.LlamaEngine;
import dev.tagstream.runtime.tags.TagBundle;
import dev.tagstream.schemas.TagVersion;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tagstream tags}: lists the tags in use, publishes new ones, and keeps their versions in hand. */
@Command(
        name = "tags",
        description = {
            "Look at domain and function tags and their versions, and decide which are used.",
            "A version never changes. Going back puts an old content in use under a new number; running processors take over"
                    + " every change between two batches."
        },
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "VERB",
        commandListHeading = "%nVerbs:%n",
        subcommands = {
            TagsShowCommand.class,
            TagsHistoryCommand.class,
            TagsDiffCommand.class,
            TagsCreateCommand.class,
            TagsPinCommand.class,
            TagsUnpinCommand.class,
            TagsRollbackCommand.class,
            TagsExportCommand.class,
            TagsImportCommand.class,
            TagsShadowCommand.class,
            TagsPromoteCommand.class,
            TagsDropCommand.class,
            TagsNewKeyCommand.class
        })
public final class TagsCommand {
    @Spec
    CommandSpec spec;

    @Command(
            name = "list",
            description = {
                "Print the tags in use, and the functions that were declared and have no tag yet.",
                "PINNED is the version that learning may not replace, SHADOW the content that is tried out beside it, REFUSED"
                        + " the latest version where processors can't use it and keep the one before."
            },
            mixinStandardHelpOptions = true,
            sortOptions = false,
            footer = {"  tagstream tags list", "  tagstream tags list --json"})
    int list(
            @Option(names = "--json", description = "Print them as JSON, hashes in full.") boolean json,
            @Mixin ConnectionOptions options) {
        Terminal terminal = Terminal.of(spec.commandLine());
        KafkaConnection connection = options.connect();
        FunctionCatalogue functions = FunctionCatalogue.read(connection);
        Table table = TagTables.of(json).inUse(functions, ShadowTags.read(connection));
        if (json) {
            terminal.print(TableJson.of(table));
        } else if (table.rows().isEmpty()) {
            terminal.print("There are no tags; `tagstream tags publish` publishes some.");
        } else {
            terminal.print(table);
        }
        functions
                .tags()
                .refusals()
                .forEach(refusal -> terminal.note("Refused of %s: %s.".formatted(refusal.name(), refusal.reason())));
        return ExitCode.DONE;
    }

    @Command(
            name = "publish",
            description = {
                "Publish the trained tags beside a checkpoint: domain-tags.safetensors, function-tags.safetensors, tags.json.",
                "What is in use already is left alone; running processors take over the rest between two batches."
            },
            mixinStandardHelpOptions = true,
            sortOptions = false,
            footer = {"  tagstream tags publish", "  tagstream tags publish --model /models/llama-7b --device cuda:0"})
    int publish(
            @Option(names = "--json", description = "Print what was published as JSON, hashes in full.") boolean json,
            @Mixin ModelOptions model,
            @Mixin ConnectionOptions options) {
        Terminal terminal = Terminal.of(spec.commandLine());
        KafkaConnection connection = options.connect();
        try (LlamaEngine engine = model.open()) {
            TagBundle bundle = model.tags(engine)
                    .orElseThrow(() -> new TagstreamException(
                            "%s holds no trained tags: no domain-tags.safetensors and".formatted(model.folder())
                                    + " function-tags.safetensors."));
            List<TagVersion> published = new TagPublisher(connection).publish(bundle.versions());
            if (json) {
                terminal.print(TableJson.of(TagTables.of(true).published(published)));
            } else if (published.isEmpty()) {
                terminal.print("All tags of %s are in use already.".formatted(model.folder()));
            } else {
                terminal.print(TagTables.of(false).published(published));
            }
        }
        return ExitCode.DONE;
    }
}
