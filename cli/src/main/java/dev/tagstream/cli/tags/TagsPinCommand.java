package dev.tagstream.cli.tags;

import dev.tagstream.cli.terminal.ExitCode;
import dev.tagstream.client.KafkaConnection;
import dev.tagstream.client.TagstreamException;
import dev.tagstream.client.tags.FunctionCatalogue;
import dev.tagstream.client.tags.TagDecisions;
import dev.tagstream.schemas.TagVersion;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tagstream tags pin}: the version in use stays in use. */
@Command(
        name = "pin",
        description = {
            "Keep the version of a function tag that is in use, whatever is learned, until `tagstream tags unpin`.",
            "Name its number to be sure which one it is. To pin another, roll back to it first."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {"  tagstream tags pin BindingAffinity 3"})
final class TagsPinCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "NAME", description = "Function tag.")
    String name;

    @Parameters(index = "1", arity = "0..1", paramLabel = "VERSION", description = "Number of the version in use.")
    Optional<Long> version = Optional.empty();

    @Mixin
    TagVerb verb;

    @Override
    public Integer call() {
        KafkaConnection connection = verb.connect();
        FunctionCatalogue functions = FunctionCatalogue.read(connection);
        functions.require(name);
        long inUse = functions
                .tags()
                .function(name)
                .map(TagVersion::getVersion)
                .orElseThrow(() -> new TagstreamException(
                        "No version of %s is in use, so there is none to keep.".formatted(name)));
        if (version.isPresent() && version.get() != inUse) {
            throw new TagstreamException(
                    "In use is version %d of %s, not %d; `tagstream tags rollback %s %d` puts that in use first."
                            .formatted(inUse, name, version.get(), name, version.get()));
        }
        verb.print(DecisionTables.table(new TagDecisions(connection).pin(functions, name, inUse)));
        return ExitCode.DONE;
    }
}
