package dev.tagstream.cli.tags;

import dev.tagstream.cli.terminal.ExitCode;
import dev.tagstream.client.KafkaConnection;
import dev.tagstream.client.TagstreamException;
import dev.tagstream.client.tags.FunctionCatalogue;
import dev.tagstream.client.tags.TagDecisions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tagstream tags unpin}: learning may replace the version in use again. */
@Command(
        name = "unpin",
        description = "Let learning replace the version of a function tag again that `tagstream tags pin` kept.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {"  tagstream tags unpin BindingAffinity"})
final class TagsUnpinCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "Function tag.")
    String name;

    @Mixin
    TagVerb verb;

    @Override
    public Integer call() {
        KafkaConnection connection = verb.connect();
        FunctionCatalogue functions = FunctionCatalogue.read(connection);
        functions.require(name);
        boolean pinned = functions.declaration(name).map(it -> it.getPinned()).isPresent();
        if (!pinned) {
            throw new TagstreamException("%s is not pinned.".formatted(name));
        }
        verb.print(DecisionTables.table(new TagDecisions(connection).pin(functions, name, null)));
        return ExitCode.DONE;
    }
}
