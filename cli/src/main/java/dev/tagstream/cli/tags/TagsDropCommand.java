package dev.tagstream.cli.tags;

import dev.tagstream.cli.terminal.ExitCode;
import dev.tagstream.client.KafkaConnection;
import dev.tagstream.client.tags.ShadowTags;
import dev.tagstream.client.tags.TagTransaction;
import dev.tagstream.schemas.TagVersion;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tagstream tags drop}: ends a trial without more. */
@Command(
        name = "drop",
        description = {
            "End the trial of a function's candidate and leave the version in use alone.",
            "The predictions that the candidate made stay on their topic."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {"  tagstream tags drop BindingAffinity"})
final class TagsDropCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "Function tag.")
    String name;

    @Mixin
    TagVerb verb;

    @Override
    public Integer call() {
        KafkaConnection connection = verb.connect();
        TagVersion candidate = ShadowTags.require(connection, name);
        new TagTransaction(connection).endTrial(name).commit();
        verb.print(DecisionTables.trial("dropped", candidate));
        return ExitCode.DONE;
    }
}
